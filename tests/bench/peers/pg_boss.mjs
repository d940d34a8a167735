// SPDX-License-Identifier: MIT
import PgBoss from "pg-boss";

/** As fast as it goes: many jobs are taken by one statement and completed by one. */
export const inBulk = { batchSize: 10000, pollingIntervalSeconds: 0.5 };
/** The shortest interval that it takes. */
export const looking = { batchSize: 100, pollingIntervalSeconds: 0.5 };

export async function install(config) {
  const boss = new PgBoss(config);
  await boss.start();
  await boss.createQueue("act");
  await boss.stop({ graceful: false });
}

export async function clear(pool) {
  await pool.query("truncate pgboss.job");
}

export async function add(pool, count, runAt) {
  for (let added = 0; added < count; added += 100000) {
    await pool.query(
      `insert into pgboss.job (name, data, start_after)
       select 'act', jsonb_build_object('due', at), at
         from (select ${runAt} as at from generate_series(1, $1::integer)) s`,
      [Math.min(100000, count - added)],
    );
  }
}

export async function remaining(pool) {
  const { rows } = await pool.query(
    "select count(*) from pgboss.job where name = 'act' and state < 'completed'",
  );
  return Number(rows[0].count);
}

/** Answers how to stop it. */
export async function work(config, options, act) {
  const boss = new PgBoss({ ...config, max: 10 });
  boss.on("error", (error) => console.error(error));
  await boss.start();
  await boss.work("act", options, async (jobs) => {
    for (const { data } of jobs) act(Date.parse(data.due));
  });
  return () => boss.stop({ graceful: false });
}
