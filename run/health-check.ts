// node dist/run/health-check.js: exits with 0 when the process of this container is ready. For probes
// that run a command.
const { PORT = '4000' } = process.env;
const ready = await fetch(`http://127.0.0.1:${PORT}/health/ready`).then(
  (answer) => answer.ok,
  () => false,
);
process.exit(ready ? 0 : 1);
