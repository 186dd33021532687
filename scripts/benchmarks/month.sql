-- One month by hand: pairing, hours, score, rank and bonus, over the journal's tables as ready Parquet.
-- Written for the first period of a ledger and for the manual's rules (S3 to S7); parameters are whole numbers.
-- Small tables: rule_shifts, rule_leaves, rule_weights, rule_pools, rule_tiers. Days count from 1970-01-01.
WITH
standing AS (SELECT * FROM employees QUALIFY position = max(position) OVER (PARTITION BY employee)),
probation AS (SELECT * FROM probations QUALIFY position = max(position) OVER (PARTITION BY employee)),
notice AS (SELECT * FROM notices QUALIFY position = max(position) OVER (PARTITION BY employee)),
leaving AS (SELECT * FROM leavings QUALIFY position = max(position) OVER (PARTITION BY employee)),
employment AS (
    SELECT s.employee, s.role, s.team, s.hired_on, coalesce(l.last_day, 3000000) AS last_day, l.leaving_reason,
        n.from_day AS notice_from,
        CASE WHEN p.position IS NULL OR (s.probation_until IS NOT NULL AND s.position > p.position)
            THEN s.probation_until ELSE p.until END AS probation_until
    FROM standing s LEFT JOIN probation p USING (employee) LEFT JOIN notice n USING (employee)
        LEFT JOIN leaving l USING (employee)
),
present AS (
    SELECT *, least(last_day, $last_day) AS status_day,
        least(last_day, $last_day) - greatest(hired_on, $first_day) + 1 AS days
    FROM employment WHERE hired_on <= $last_day AND last_day >= $first_day AND hired_on <= last_day
),
moved AS (SELECT * FROM assignments QUALIFY position = max(position) OVER (PARTITION BY employee, from_day)),
posted AS (
    SELECT p.employee, arg_max(m.role, m.from_day) FILTER (m.role IS NOT NULL) AS role
    FROM present p JOIN moved m ON m.employee = p.employee AND m.from_day <= p.status_day GROUP BY p.employee
),
members AS (
    SELECT p.employee, coalesce(m.role, p.role) AS role, p.days,
        coalesce(p.probation_until >= p.status_day, false) AS probation,
        CASE WHEN p.notice_from <= p.status_day THEN p.notice_from END AS notice_from,
        CASE WHEN p.last_day <= $last_day THEN p.leaving_reason END AS leaving_reason
    FROM present p LEFT JOIN posted m USING (employee)
),
assigned AS (
    SELECT employee, day, arg_max_null(shift, position) AS shift FROM roster
    WHERE day BETWEEN $first_day - 7 AND $last_day + 7 GROUP BY employee, day
),
timed AS (
    SELECT a.employee, a.day, t.counted, a.day * 1440 + t.start AS starts, a.day * 1440 + t.start + t.span AS ends
    FROM assigned a JOIN rule_shifts t USING (shift) JOIN employment e USING (employee)
    WHERE e.hired_on <= a.day AND e.last_day >= a.day
),
neighbours AS (
    SELECT *, lag(ends) OVER w AS before_ends, lead(starts) OVER w AS next_starts, lead(ends) OVER w AS next_ends
    FROM timed WINDOW w AS (PARTITION BY employee ORDER BY day)
),
due AS (
    SELECT *, ends + $reach > $recorded AS planned FROM neighbours WHERE day BETWEEN $first_day AND $last_day
),
spread AS (SELECT *, unnest($offsets) + day AS punch_day FROM due),
punches AS (
    SELECT employee, minute, minute // 1440 AS punch_day, direction FROM clocks
    WHERE minute >= ($first_day - 1) * 1440 AND minute < ($last_day + 3) * 1440
),
owned AS (
    SELECT s.employee, s.day, s.starts, s.ends, p.minute, p.direction
    FROM spread s JOIN punches p USING (employee, punch_day)
    WHERE p.minute >= s.starts - $reach AND p.minute < s.ends + $reach AND CASE
        WHEN p.minute >= s.next_starts - $reach AND p.minute < s.next_ends + $reach
            THEN p.direction = 'out' OR (p.direction = 'auto' AND p.minute < (s.ends + s.next_starts) // 2)
        WHEN p.minute < s.before_ends + $reach
            THEN p.direction = 'in' OR (p.direction = 'auto' AND p.minute >= (s.before_ends + s.starts) // 2)
        ELSE true END
),
ends AS (
    SELECT employee, day, any_value(starts) AS starts, any_value(ends) AS ends,
        min(minute) FILTER (direction = 'in') AS first_in, max(minute) FILTER (direction = 'out') AS last_out,
        min(minute) FILTER (direction = 'auto') AS first_auto, max(minute) FILTER (direction = 'auto') AS last_auto
    FROM owned GROUP BY employee, day
),
opened AS (
    SELECT *, first_auto IS NOT NULL AND (first_in IS NULL OR first_auto < first_in) AS by_auto,
        least(first_in, first_auto) AS opens
    FROM ends
),
closed AS (
    SELECT *, greatest(
        CASE WHEN opens IS NULL OR last_out > opens THEN last_out END,
        CASE WHEN last_auto > opens + $repeat THEN last_auto END) AS closes
    FROM opened
),
paired AS (
    SELECT employee, day,
        CASE WHEN closes IS NULL AND by_auto AND abs(ends - opens) < abs(starts - opens) THEN NULL ELSE opens END AS came,
        CASE WHEN closes IS NULL AND by_auto AND abs(ends - opens) < abs(starts - opens)
            THEN last_auto ELSE closes END AS went
    FROM closed
),
decided AS (
    SELECT leave FROM leave_decisions QUALIFY position = max(position) OVER (PARTITION BY leave)
        AND decision = 'approved'
),
leave_taken AS (
    SELECT l.employee, l.type, l.first_day, l.last_day, l.minutes, l.position AS request
    FROM leaves l JOIN decided USING (leave) WHERE l.first_day <= $last_day AND l.last_day >= $first_day
),
weeks AS (SELECT DISTINCT employee, (day + 3) // 7 AS week FROM timed),
dates AS (
    SELECT employee, day, counted, true AS rostered FROM due WHERE NOT planned
    UNION ALL
    SELECT DISTINCT l.employee, d.day, 480, false
    FROM leave_taken l CROSS JOIN (SELECT unnest(range($first_day, $last_day + 1)) AS day) d JOIN employment e USING (employee)
    WHERE (d.day + 3) % 7 < 5 AND e.hired_on <= d.day AND e.last_day >= d.day
        AND NOT EXISTS (FROM weeks w WHERE w.employee = l.employee AND w.week = (d.day + 3) // 7)
),
on_date AS (
    SELECT d.*, l.type, l.request, least(coalesce(l.minutes, d.counted), d.counted) AS asked,
        min(CASE WHEN l.minutes IS NULL OR l.minutes >= d.counted THEN l.request END)
            OVER (PARTITION BY d.employee, d.day) AS alone
    FROM dates d JOIN leave_taken l ON l.employee = d.employee AND d.day BETWEEN l.first_day AND l.last_day
),
measured AS (
    SELECT *, least(asked, greatest(0, counted - (sum(asked) OVER (
        PARTITION BY employee, day ORDER BY request) - asked)))::BIGINT AS minutes
    FROM on_date WHERE alone IS NULL OR request = alone
),
on_leave AS (
    SELECT *, (minutes * 1000 + counted // 2) // counted AS milli_days,
        sum(minutes) OVER (PARTITION BY employee, day) >= counted AS covers
    FROM measured WHERE minutes > 0
),
on_shift AS (
    SELECT employee, day, sum(minutes)::BIGINT AS minutes, sum(milli_days)::BIGINT AS milli_days, bool_or(covers) AS covered
    FROM on_leave WHERE rostered GROUP BY employee, day
),
outcomes AS (
    SELECT d.employee, d.day, d.counted, coalesce(l.minutes, 0) AS leave_minutes,
        coalesce(l.milli_days, 0) AS leave_milli_days,
        NOT d.planned AND NOT coalesce(l.covered, false) AS looked_at, p.came, p.went,
        greatest(0, d.counted - greatest(0, p.came - d.starts) - greatest(0, d.ends - p.went)) AS worked
    FROM due d LEFT JOIN paired p USING (employee, day) LEFT JOIN on_shift l USING (employee, day)
),
attended AS (
    SELECT employee, sum(worked) FILTER (looked_at AND came IS NOT NULL AND went IS NOT NULL)::BIGINT AS minutes
    FROM outcomes GROUP BY employee
),
absences AS (
    SELECT employee, day, type, minutes, milli_days FROM on_leave WHERE rostered OR covers
    UNION ALL
    SELECT employee, day, 'absenteeism', counted - leave_minutes, greatest(0, 1000 - leave_milli_days)
    FROM outcomes WHERE looked_at AND came IS NULL AND went IS NULL
),
effects AS (
    SELECT a.employee, sum(minutes) FILTER (hours = 'credit')::BIGINT AS credited,
        sum(minutes) FILTER (hours = 'bank')::BIGINT AS drawn
    FROM absences a JOIN rule_leaves USING (type) GROUP BY a.employee
),
approved_overtime AS (
    SELECT employee, sum(minutes)::BIGINT AS minutes FROM (
        SELECT employee, day, arg_max(minutes, position) AS minutes FROM overtime
        WHERE day BETWEEN $first_day AND $last_day GROUP BY employee, day) GROUP BY employee
),
opening AS (SELECT * FROM openings QUALIFY position = max(position) OVER (PARTITION BY employee)),
banked AS (
    SELECT employee, sum(minutes)::BIGINT AS minutes FROM opening_lots JOIN opening USING (employee, position)
    WHERE earned >= $period - $lieu_months GROUP BY employee
),
hours AS (
    SELECT m.employee, coalesce(a.minutes, 0) + coalesce(o.minutes, 0) + coalesce(e.credited, 0)
        + least(coalesce(e.drawn, 0), coalesce(b.minutes, 0)) AS worked
    FROM members m LEFT JOIN attended a USING (employee) LEFT JOIN approved_overtime o USING (employee)
        LEFT JOIN effects e USING (employee) LEFT JOIN banked b USING (employee)
    WHERE m.role IN (SELECT unnest($hours_roles))
),
revised AS (SELECT * FROM monitoring_revisions QUALIFY position = max(position) OVER (PARTITION BY monitoring)),
calls AS (
    SELECT m.employee, (sum(coalesce(r.score, m.score)) + count(*) // 2)::BIGINT // count(*) AS call
    FROM monitorings m LEFT JOIN revised r USING (monitoring)
    WHERE m.day BETWEEN $first_day AND $last_day AND NOT coalesce(r.withdrawn, false) GROUP BY m.employee
),
works AS (SELECT employee, arg_max(score, position) AS work FROM work_reviews WHERE period = $period GROUP BY employee),
upheld AS (
    SELECT c.employee, count(*) AS upheld FROM complaints c JOIN (
        SELECT complaint, arg_max(status, position) AS status FROM complaint_updates
        WHERE status IN ('upheld', 'dismissed', 'withdrawn') GROUP BY complaint) u USING (complaint)
    WHERE u.status = 'upheld' AND c.day BETWEEN $first_day AND $last_day GROUP BY c.employee
),
behaviours AS (
    SELECT employee, greatest(0, arg_max(score, position) - coalesce(any_value(upheld), 0) * $complaint) AS behaviour
    FROM behaviour_reviews LEFT JOIN upheld USING (employee) WHERE period = $period GROUP BY employee
),
totals AS (
    SELECT m.employee, m.role, b.behaviour, (
        CASE WHEN w.call = 0 THEN 0 ELSE w.call * c.call END + CASE WHEN w.work = 0 THEN 0 ELSE w.work * r.work END
        + CASE WHEN w.behaviour = 0 THEN 0 ELSE w.behaviour * b.behaviour END + 50) // 100 AS total
    FROM members m LEFT JOIN rule_weights w USING (role) LEFT JOIN calls c USING (employee)
        LEFT JOIN works r USING (employee) LEFT JOIN behaviours b USING (employee)
),
ranked AS (
    SELECT t.employee, t.role, t.total, rank() OVER (PARTITION BY p.pool ORDER BY total * 10001 + coalesce(behaviour, 0) DESC) AS rank,
        count(*) OVER (PARTITION BY p.pool) AS size
    FROM totals t JOIN rule_pools p USING (role) WHERE total IS NOT NULL
),
barred AS (
    SELECT employee FROM members WHERE probation OR leaving_reason = 'poor_performance'
    UNION
    SELECT m.employee FROM members m JOIN absences a USING (employee)
    WHERE m.role = 'csr' AND a.type IN (SELECT unnest($absence_kinds))
    GROUP BY m.employee HAVING sum(a.milli_days) >= $absence_limit
    UNION
    SELECT m.employee FROM members m JOIN absences a USING (employee) WHERE a.day >= m.notice_from
    GROUP BY m.employee HAVING bool_or(a.type = 'absenteeism') OR sum(a.milli_days) FILTER (a.type = 'sick') >= 3000
),
paid AS (
    SELECT t.employee, r.rank, CASE
        WHEN r.rank IS NULL OR x.employee IS NOT NULL THEN 0
        WHEN t.role = 'csr' THEN coalesce((
            SELECT arg_min(amount, tier) FROM rule_tiers g WHERE r.total >= g.total
                AND (g.within_percent IS NULL OR r.rank * 100 <= r.size * g.within_percent)), 0)
        WHEN r.total > $lead_above THEN coalesce(list_extract($lead_amounts, r.rank), 0) ELSE 0 END AS amount
    FROM totals t JOIN rule_pools p USING (role) LEFT JOIN ranked r USING (employee) LEFT JOIN barred x USING (employee)
)
SELECT coalesce(h.employee, p.employee) AS employee, h.worked::BIGINT AS worked, p.rank::BIGINT AS rank,
    p.amount::BIGINT AS amount
FROM hours h FULL JOIN paid p USING (employee) ORDER BY 1
