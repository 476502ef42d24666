-- Up Migration
SELECT fence.enclose('payments.payments', 'organisation_id', 'student_id');
SELECT fence.enclose('payments.refunds', 'organisation_id', 'student_id');
SELECT fence.enclose_child('payments.timeline', 'payment_id', 'payments.payments');
