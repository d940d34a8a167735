// SPDX-License-Identifier: MIT
import { Logger, run, runMigrations } from "graphile-worker";
import pg from "pg";

const silent = { logger: new Logger(() => () => {}) };

/** As fast as it goes: many jobs are locked by one statement and completed by one. */
export const inBulk = {
  preset: {
    worker: {
      concurrentJobs: 24,
      localQueue: { size: 5000 },
      completeJobBatchDelay: 1,
      failJobBatchDelay: 1,
      pollInterval: 100,
    },
  },
};
export const oneByOne = { concurrency: 24, pollInterval: 100 };
export const looking = (pollInterval) => ({ concurrency: 10, pollInterval });

function open(config, max) {
  const pgPool = new pg.Pool({ ...config, max });
  const tell = (error) => console.error(error.message);
  pgPool.on("error", tell);
  pgPool.on("connect", (client) => client.on("error", tell));
  return pgPool;
}

export async function install(config) {
  const pgPool = open(config, 1);
  await runMigrations({ pgPool, ...silent });
  await pgPool.end();
}

export async function remove(pool) {
  await pool.query("drop schema graphile_worker cascade");
}

export async function clear(pool) {
  await pool.query("truncate graphile_worker._private_jobs cascade");
}

export async function add(pool, count, runAt) {
  for (let added = 0; added < count; added += 10000) {
    await pool.query(
      `select graphile_worker.add_jobs(array(
         select json_populate_record(null::graphile_worker.job_spec,
                  json_build_object('identifier', 'act', 'run_at', at,
                                    'payload', json_build_object('due', at)))
           from (select ${runAt} as at from generate_series(1, $1::integer)) s))`,
      [Math.min(10000, count - added)],
    );
  }
}

export async function remaining(pool) {
  const { rows } = await pool.query("select count(*) from graphile_worker._private_jobs");
  return Number(rows[0].count);
}

/** Answers how to stop it. */
export async function work(config, options, act) {
  const pgPool = open(config, 26);
  const runner = await run({
    ...options,
    ...silent,
    pgPool,
    noHandleSignals: true,
    taskList: { act: async ({ due }) => act(Date.parse(due)) },
  });
  return async () => {
    await runner.stop();
    await pgPool.end();
  };
}
