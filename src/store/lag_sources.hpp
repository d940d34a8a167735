// SPDX-License-Identifier: MIT
// Where each part of steward's lateness is measured: queries of `lag`, an interval, since :since.
// `status` sums them up one way, /metrics another.
//
// Each follows a BRIN index of what was written since. Intervals, because their arithmetic is eight
// times as fast as that of microseconds taken out of timestamps. A negative lag is a clock that was
// set back: it counts as none. Rows from before lateness was kept lack what the batch took, or are
// left out.
#pragma once

// Record changed → commitment written.
#define STEWARD_DETECTION_LAG                                                              \
  " (select greatest(at + coalesce(took, interval '0') - changed_at, interval '0') as lag" \
  "    from steward.history"                                                               \
  "   where changed_at is not null and at >= :since::timestamptz) lags "

// A step's instant → its notice written. What is said to somebody else instead ('!'), or when all
// is over, waits for no instant of a step.
#define STEWARD_FIRING_LAG                                                                 \
  " (select greatest(created_at + coalesce(took, interval '0') - at, interval '0') as lag" \
  "    from steward.notice"                                                                \
  "   where purpose <> 'all_clear' and strpos(step, '!') = 0"                              \
  "     and created_at >= :since::timestamptz) lags "

// Notice written → first handed over.
#define STEWARD_QUEUE_LAG                                                                     \
  " (select greatest(handed_over_at - coalesce(noticed_at, created_at), interval '0') as lag" \
  "    from steward.message"                                                                  \
  "   where handed_over_at is not null and created_at >= :since::timestamptz) lags "

// First handed over → accepted.
#define STEWARD_PROVIDER_LAG                                         \
  " (select greatest(sent_at - handed_over_at, interval '0') as lag" \
  "    from steward.message"                                         \
  "   where sent_at is not null and handed_over_at is not null"      \
  "     and created_at >= :since::timestamptz) lags "
