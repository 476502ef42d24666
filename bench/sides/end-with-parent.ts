// Loaded before whatever a measured process runs: it ends when the bench is gone, also when that was killed.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
