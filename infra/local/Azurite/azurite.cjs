// Runs Azurite apart from the terminal, so that Ctrl-C reaches the host alone and Azurite ends after the host has.
//
//   node azurite.cjs launch <state dir> <azurite.js> <owner pid or 0> <Azurite's arguments…>
//
// starts it in a session of its own, writes <state dir>/azurite.json with its pid and start time, and returns.
// The one started ends, flushing its data as on SIGTERM, when <state dir>/azurite.stop appears: a file works the same
// on every system, a signal does not. With an owner it also ends when the owner has, and removes the state directory.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { subscribe } = require('node:diagnostics_channel');
const { spawn } = require('node:child_process');

const [, , role, state, azurite, owner, ...azuriteArguments] = process.argv;
const record = path.join(state, 'azurite.json');
const stop = path.join(state, 'azurite.stop');

function launch() {
  fs.rmSync(stop, { force: true });
  const log = fs.openSync(path.join(state, 'azurite.log'), 'w');
  const child = spawn(process.execPath, [__filename, 'run', ...process.argv.slice(3)], {
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
  fs.writeFileSync(record + '.new', JSON.stringify({ pid: child.pid, startedAt: new Date().toISOString() }));
  fs.renameSync(record + '.new', record);
  child.unref();
}

function run() {
  process.on('exit', forget);
  const watch = fs.watch(state, endWhenAsked);
  const look = setInterval(endWhenAsked, 1000);
  watch.on('error', () => {}); // The directory is gone; so is the wish to end.
  watch.unref();
  look.unref();

  // The directory tells at once where the system can; the look once a second is for where it cannot, for an owner that
  // was killed, and for a wish from before Azurite listens to one.
  function endWhenAsked() {
    const canStop = process.listenerCount('SIGTERM') > 0;
    if (canStop && (fs.existsSync(stop) || !isRunning(owner))) {
      watch.close();
      clearInterval(look);
      process.emit('SIGTERM');
    }
  }

  // What Azurite has ended on its side need not be ended by the other as well: a pool of connections takes 15 s to look.
  subscribe('net.server.socket', ({ socket }) => socket.once('finish', () => socket.destroy()));
  process.argv = [process.argv[0], azurite, ...azuriteArguments];
  require(azurite);
}

function isRunning(pid) {
  try {
    return pid === '0' || process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

function forget() {
  fs.rmSync(stop, { force: true });
  fs.rmSync(record, { force: true });
  if (!isRunning(owner)) fs.rmSync(state, { recursive: true, force: true });
}

if (role === 'launch') launch();
else run();
