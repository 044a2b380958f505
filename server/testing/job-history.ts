/** Compares the history of jobs with what the queue holds, in sets. */
import { isUuid } from "../jobs/sync.ts";

/**
 * Every job in pg-boss belongs to one history row (each run of work that has paused to the same one), and its last run
 * is what the row tells, with no fewer attempts (the queue forgets runs, the history does not); and no row says that something is under way of which the queue knows nothing.
 * @param sql asks the database, as somebody who may read both schemas. @returns what differs, a line each; nothing when all is well.
 */
export async function compareJobHistory(
  sql: (statement: string) => Promise<readonly { readonly difference: string }[]>,
): Promise<string[]> {
  const rows = await sql(`
    with runs as (
      select j.*, case when j.name <> 'dead_job' and j.data->>'jobId' ~* '${isUuid.source}' then j.data->>'jobId' else j.id::text end as history_id
        from pgboss.job j
        join pgboss.queue q on q.name = j.name
       where q.name not like '\\_\\_%'
    ), last_runs as (
      select distinct on (history_id) *, count(*) over (partition by history_id) as runs,
             max(retry_count + case when started_on is null then 0 else 1 end) over (partition by history_id) as attempts
        from runs order by history_id, created_on desc, id desc
    )
    select format('%s %s: the queue says %s after %s attempts, the history %s after %s', r.name, r.history_id, r.state,
                  r.attempts, coalesce(h.status, 'nothing'), h.attempts) as difference
      from last_runs r
      left join jobs h on h.id::text = r.history_id
     where h.id is null
        or h.type <> r.name
        or h.queue_job_id <> r.id::text
        or h.attempts < r.attempts
        or (h.completed_at is null) <> (r.completed_on is null)
        or not h.status = any (case r.state::text when 'created' then array['pending', 'delayed'] when 'retry' then array['delayed']
                                            when 'active' then array['active', 'stuck'] else array[r.state::text] end)
    union all
    select format('%s %s: the history says %s, the queue has no such job', h.type, h.id, h.status)
      from jobs h
     where h.status in ('pending', 'active', 'delayed', 'stuck')
       and not exists (select from pgboss.job j where j.id::text = h.queue_job_id)
    union all
    select format('%s %s: two rows for one job', min(h.type), h.queue_job_id) from jobs h group by h.queue_job_id having count(*) > 1`);
  return rows.map((row) => row.difference);
}
