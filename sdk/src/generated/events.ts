// Generated from schema/events by `npm run codegen`; do not edit.

/** What each type of event holds, as `data`. */
export interface EventData {
  /** An organisation was created. */
  'organisation.created': { organisation_id: string; name: string; kind: string };
  /** An organisation changed. */
  'organisation.updated': { organisation_id: string; name: string; kind: string };
  /** The operator changed how much the keys and clients of an organisation may ask for. */
  'organisation.tier_changed': { organisation_id: string; previous_tier: string; tier: string };
  /** A user of an organisation was created. */
  'user.created': { user_id: string; name: string; email: string; role: string };
  /** A link was sent to a user, by which they accept and set a password. */
  'user.invited': { user_id: string; name: string; email: string; role: string };
  /** A user accepted, and can sign in. */
  'user.activated': { user_id: string; name: string; email: string; role: string };
  /** A user has another role; what they were signed in to was ended. */
  'user.role_changed': { user_id: string; name: string; email: string; role: string; previous_role: string };
  /** A user may no longer sign in; what they were signed in to was ended. */
  'user.deactivated': { user_id: string; name: string; email: string; role: string };
  /** A deactivated user may sign in again. */
  'user.reactivated': { user_id: string; name: string; email: string; role: string };
  /** The password of a user was changed; what they were signed in to was ended. */
  'user.password_changed': { user_id: string; name: string; email: string; role: string };
  /** New student registered. */
  'student.created': { student_id: string; name: string; email: string };
  /** A student changed. */
  'student.updated': { student_id: string; name: string; email: string };
  /** A key was made. */
  'api_key.created': { api_key_id: string; name: string; prefix: string };
  /** A key was given another name, end, addresses or limits. */
  'api_key.updated': { api_key_id: string; name: string; prefix: string };
  /** A key was made anew; `prefix` is that of the new one. */
  'api_key.rotated': { api_key_id: string; name: string; prefix: string };
  /** A key was revoked. */
  'api_key.revoked': { api_key_id: string; name: string; prefix: string };
  /** An OAuth client was made. */
  'oauth_client.created': { client_id: string; name: string };
  /** An OAuth client was given another secret. */
  'oauth_client.secret_rotated': { client_id: string; name: string };
  /** An OAuth client was deleted; its access tokens are refused. */
  'oauth_client.deleted': { client_id: string; name: string };
  /** An access token was revoked by its client. */
  'oauth_token.revoked': { client_id: string; token_id: string };
  /** The addresses that an OAuth client may be led back to have changed. */
  'oauth_client.updated': { client_id: string; name: string };
  /** The tokens that an app held of a person were ended, for the reason that is told. */
  'oauth_grant.revoked': { grant_id: string; client_id: string; user_id: string; reason: "REUSED" | "REVOKED" | "ENDED" | "USER_CHANGED" };
  /** A person agreed that an app may do these for them. */
  'oauth_consent.given': { consent_id: string; client_id: string; user_id: string; scope: string };
  /** What a person had agreed to was taken back; the app’s tokens are refused. */
  'oauth_consent.withdrawn': { consent_id: string; client_id: string; user_id: string; scope: string };
  /** A person signed in, in a browser. */
  'session.started': { session_id: string; user_id: string };
  /** A person signed out in a browser, or ended its session from elsewhere. */
  'session.ended': { session_id: string; user_id: string };
  /** A program was created. */
  'program.created': { program_id: string; code: string | null; name: string; type: string; external_id: string | null; siplatih_program_id: string | null };
  /** A program changed. */
  'program.updated': { program_id: string; code: string | null; name: string; type: string; external_id: string | null; siplatih_program_id: string | null };
  /** Student enrolled in course. */
  'student.enrolled': { student_id: string; course_id: string };
  /** A student got further, or opened the course again. */
  'enrolment.progress_updated': { enrolment_id: string; student_id: string; course_id: string; status: string; progress_percentage: number; last_accessed: string | null };
  /** A score or certificate number was added to a completed enrolment. */
  'enrolment.updated': { enrolment_id: string; student_id: string; course_id: string; status: string; final_score: number | null; certificate_number: string | null };
  /** An enrolment was given up; its place is free again. */
  'enrolment.cancelled': { enrolment_id: string; student_id: string; course_id: string; status: string };
  /** Course finished. `certificate_url` is null when no credential is issued. */
  'course.completed': { student_id: string; course_id: string; certificate_url: string | null };
  /** A submission to the Ministry of Manpower got further. `previous_status` is null when it is new. */
  'siplatih_submission.status_changed': { submission_id: string; program_id: string; kind: string; previous_status: string | null; status: string; attempts: number };
  /** A class was created. */
  'class.created': { class_id: string; name: string; course_id: string | null; external_id: string | null };
  /** A class changed. */
  'class.updated': { class_id: string; name: string; course_id: string | null; external_id: string | null };
  /** A student came into a class. */
  'class.student_added': { class_id: string; student_id: string };
  /** A student left a class. */
  'class.student_removed': { class_id: string; student_id: string };
  /** Whether a student was there was recorded, or corrected: `present`, `absent` or `late`. `previous_status` is null when it is new. */
  'attendance.recorded': { attendance_id: string; student_id: string; class_id: string; date: string; previous_status: string | null; status: string };
  /** A subject was created. */
  'subject.created': { subject_id: string; name: string; course_id: string | null; external_id: string | null };
  /** A subject changed. */
  'subject.updated': { subject_id: string; name: string; course_id: string | null; external_id: string | null };
  /** A grade of a student in a subject was recorded, or replaced. */
  'grade.recorded': { grade_id: string; student_id: string; subject_id: string; term: string; score: number | null; grade: string | null };
  /** An assessment was created. */
  'assessment.created': { assessment_id: string; title: string; course_id: string | null; external_id: string | null };
  /** An assessment changed. */
  'assessment.updated': { assessment_id: string; title: string; course_id: string | null; external_id: string | null };
  /** Assessment submitted. */
  'assessment.completed': { student_id: string; assessment_id: string; result_id: string };
  /** A job or internship is offered. */
  'opportunity.created': { opportunity_id: string; title: string; type: string; company: string; external_id: string | null };
  /** An opportunity changed. */
  'opportunity.updated': { opportunity_id: string; title: string; type: string; company: string; external_id: string | null };
  /** An opportunity takes no applications any more. */
  'opportunity.closed': { opportunity_id: string; title: string; type: string; company: string; external_id: string | null };
  /** An opportunity that was closed takes applications again. */
  'opportunity.reopened': { opportunity_id: string; title: string; type: string; company: string; external_id: string | null };
  /** Job application submitted, or submitted again after it was withdrawn. */
  'application.submitted': { application_id: string; student_id: string; opportunity_id: string };
  /** Application stage updated: `applied`, `screening`, `interview`, `offer`, `hired`, `rejected` or `withdrawn`. */
  'application.stage.changed': { application_id: string; old_stage: string; new_stage: string };
  /** A payment was stored; its wallet is asked next. */
  'payment.created': { payment_id: string; amount: number; method: string; program_id: string; student_id: string; enrolment_id: string | null };
  /** A payment’s status changed. */
  'payment.status_changed': { payment_id: string; amount: number; method: string; program_id: string; student_id: string; enrolment_id: string | null; previous_status: string; status: string };
  /** Payment successful. */
  'payment.completed': { payment_id: string; amount: number; student_id: string };
  /** A refund was asked for. */
  'refund.created': { refund_id: string; payment_id: string; student_id: string; amount: number; status: string; previous_status: string | null };
  /** The wallet carried a refund out, or did not. */
  'refund.status_changed': { refund_id: string; payment_id: string; student_id: string; amount: number; status: string; previous_status: string | null };
  /** A credential was issued. */
  'credential.issued': { credential_id: string; student_id: string; program_id: string };
  /** An issuer suspended a credential for the time being. */
  'credential.suspended': { credential_id: string; student_id: string; program_id: string };
  /** A credential that was suspended holds again. */
  'credential.reinstated': { credential_id: string; student_id: string; program_id: string };
  /** An issuer revoked a credential for good. */
  'credential.revoked': { credential_id: string; student_id: string; program_id: string };
  /** The validity of a credential ended. */
  'credential.expired': { credential_id: string; student_id: string; program_id: string };
  /** The credential that was promised when an enrolment was completed cannot be issued. */
  'credential.issuance_failed': { enrolment_id: string; credential_id: string; student_id: string; program_id: string; code: string; message: string };
  /** An organisation described something that can be achieved. */
  'achievement.created': { achievement_id: string; program_id: string | null; name: string };
  /** An organisation changed what it shows of itself on credentials. */
  'issuer.updated': { issuer_id: string; name: string };
  /** An issuer signs with a new key from now on. */
  'issuer.key_rotated': { issuer_id: string; key_id: string; public_key: string };
  /** A credential got further, or not, on its way to an outside system (SIPLATIH, LINKEDIN_PROFILE, LINKEDIN_FEED, EUROPASS). What the holder does on LinkedIn is told to the holder alone. */
  'credential.export_changed': { export_id: string; credential_id: string; student_id: string; destination: string; previous_status: string | null; status: string; attempts: number; failure_code: string | null };
  /** A permit was issued: one that was in process, or one that the registry tells of for the first time. What the registry held before the mirror was first complete is not told. */
  'permit.issued': { permit_id: string; registration_id: string; permit_type: string | null; permit_number: string | null; received_on: string | null };
  /** A permit got further: `raw_status` is the registry’s own word for how far. */
  'permit.status_changed': { permit_id: string; registration_id: string; permit_type: string | null; permit_number: string | null; previous_status: string; status: string; previous_raw_status: string; raw_status: string };
  /** A permit of an organisation is no longer in the registry. The hub keeps it, flagged. */
  'permit.vanished': { permit_id: string; registration_id: string; permit_type: string | null; permit_number: string | null };
  /** A permit was said to belong to an organisation. */
  'permit.linked': { permit_id: string; registration_id: string; organisation_id: string };
  /** A run of the mirror got further. Each call of a run that was started by hand is told; of the others how they ended. */
  'permit_sync.progressed': { sync_id: string; status: string; phase: string; calls: number };
  /** A document of a permit was begun, or got further. `signature_unknown`: it was sent to be signed, and a person has to find out whether it was. `sha256` is that of the signed file, or of the one that was uploaded. */
  'permit.document_changed': { permit_id: string; registration_id: string; permit_number: string | null; document_id: string; previous_status: string | null; status: string; signature_unknown: boolean; reason: string | null; sha256: string | null };
  /** The PDF of a document was to be imported and could not be had, or may not be signed. `imported_from` is the address without what stands behind a question mark. One that was imported is told by `permit.document_changed`. */
  'permit.document_import_failed': { permit_id: string; registration_id: string; document_id: string; imported_from: string; problem: string };
  /** A permit expires in 60 days, and again in 30: each told once for a permit and its day of expiry. Where that day became known late, the later reminder alone is given. */
  'permit.expiring': { permit_id: string; registration_id: string; permit_type: string | null; permit_number: string | null; expires_on: string; reminder_days: number; days_left: number };
  /** An outside system began to fail, or answers again. */
  'integration.health_changed': { system: string; old_status: string; new_status: string; last_error: string | null };
  /** A webhook was created. */
  'webhook.created': { webhook_id: string; name: string; url: string; status: string };
  /** A webhook changed, or its secret was rotated. */
  'webhook.updated': { webhook_id: string; name: string; url: string; status: string };
  /** A webhook was deleted, with the log of what was sent to it. */
  'webhook.deleted': { webhook_id: string; name: string; url: string; status: string };
  /** A webhook was paused, resumed, or disabled because its endpoint asked for that or only failed. */
  'webhook.status_changed': { webhook_id: string; previous_status: string; status: string; reason: string | null };
  /** An event reached a webhook, or did not. Told by subscription and query, never by webhook. */
  'webhook_delivery.status_changed': { delivery_id: string; webhook_id: string; event_id: string; event_type: string; previous_status: string; status: string; attempts: number };
}
