-- Up Migration
SELECT fence.enclose('exchange.webhooks', 'organisation_id', NULL);
SELECT fence.enclose('exchange.webhook_deliveries', 'organisation_id', NULL);
SELECT fence.enclose_child('exchange.webhook_attempts', 'delivery_id', 'exchange.webhook_deliveries');
SELECT fence.enclose_child('exchange.webhook_renderings', 'delivery_id', 'exchange.webhook_deliveries');
-- How the outside systems are is nobody's secret.
SELECT fence.share('exchange.integration_health');
-- When it runs the delivery, by which its attempts are fenced, is gone already.
ALTER FUNCTION exchange.delete_attempts() SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
