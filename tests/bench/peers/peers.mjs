// SPDX-License-Identifier: MIT
// What two job queues on PostgreSQL do with what steward's engine is measured by: a drain of jobs
// that are all due at once, how late jobs start that fall due at random instants, and what waiting
// for a million costs. Prints the lines of tests/bench/measure.hpp.
//
//   node peers.mjs CONNECTION JOBS WAITING SECONDS
//
// CONNECTION is libpq's; the database that it names holds nothing else. SECONDS is how long lag and
// idleness are looked at.
import { readFileSync } from "node:fs";
import pg from "pg";
import * as graphileWorker from "./graphile_worker.mjs";
import * as pgBoss from "./pg_boss.mjs";

const [connection, jobs, waiting, seconds] = [
  Object.fromEntries(process.argv[2].split(" ").map((pair) => pair.split("="))),
  ...process.argv.slice(3).map(Number),
];
const config = {
  host: connection.host,
  port: Number(connection.port),
  user: connection.user,
  database: connection.dbname,
};
const pool = new pg.Pool({ ...config, max: 2 });
const kLagging = 1000;
const kTicksASecond = 100; // sysconf(_SC_CLK_TCK)

const print = (name, figure, unit) => console.log(`${name}\t${figure.toFixed(4)}\t0\t${unit}\t`);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const now = () => performance.timeOrigin + performance.now();

function quantile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1) + 0.5)];
}

/** Seconds on a core of this process and of every process of the server but our own session's. */
async function cpuSeconds() {
  const { rows } = await pool.query(
    "select pid from pg_stat_activity where pid <> pg_backend_pid()",
  );
  let ticks = 0;
  for (const pid of [process.pid, ...rows.map((row) => row.pid)]) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It has ended.
    }
  }
  return ticks / kTicksASecond;
}

async function drain(queue, name, options) {
  await queue.clear(pool);
  await queue.add(pool, jobs, "now()");
  await pool.query("vacuum analyze");
  let done = 0;
  let finished;
  const all = new Promise((resolve) => (finished = resolve));
  const from = now();
  const stop = await queue.work(config, options, () => ++done === jobs && finished());
  await all;
  while ((await queue.remaining(pool)) > 0) await sleep(5);
  print(`${name}: jobs due at once`, jobs / (now() - from), "k/s");
  await stop();
}

async function lag(queue, name, options) {
  await queue.clear(pool);
  const lags = [];
  const stop = await queue.work(config, options, (due) => lags.push(now() - due));
  await queue.add(pool, kLagging, `now() + interval '3 seconds' + random() * interval '${seconds} s'`);
  while (lags.length < kLagging) await sleep(500);
  await stop();
  print(`${name}: lag from due to start, p50`, quantile(lags, 0.5), "ms");
  print(`${name}: lag from due to start, p99`, quantile(lags, 0.99), "ms");
}

async function idle(queue, name, options) {
  await queue.clear(pool);
  await queue.add(pool, waiting, "now() + interval '30 days'");
  await pool.query("vacuum analyze");
  const stop = await queue.work(config, options, () => {});
  await sleep(15000);
  const before = await cpuSeconds();
  await sleep(seconds * 1000);
  print(`${name}: idle, of a core`, (100 * ((await cpuSeconds()) - before)) / seconds, "%");
  await stop();
}

await graphileWorker.install(config);
await drain(graphileWorker, "graphile-worker, thousands a commit", graphileWorker.inBulk);
await drain(graphileWorker, "graphile-worker, one commit a job", graphileWorker.oneByOne);
await lag(graphileWorker, "graphile-worker, looking each 100 ms", graphileWorker.looking(100));
await lag(graphileWorker, "graphile-worker, looking each 2 s", graphileWorker.looking(2000));
await idle(graphileWorker, "graphile-worker, looking each 100 ms", graphileWorker.looking(100));
await idle(graphileWorker, "graphile-worker, looking each 2 s", graphileWorker.looking(2000));
await graphileWorker.remove(pool);

await pgBoss.install(config);
await drain(pgBoss, "pg-boss, 10,000 a commit", pgBoss.inBulk);
await lag(pgBoss, "pg-boss, looking each 0.5 s", pgBoss.looking);
await idle(pgBoss, "pg-boss, looking each 0.5 s", pgBoss.looking);
await pool.end();
