// What SQLite alone can do with rows like ours: one thread, one prepared INSERT, `rows` a commit, WAL, synchronous=FULL, the log
// copied back when it passes 64 MiB. Usage: sqlite_loop FILE SECONDS ROWS. Prints rows, seconds, CPU seconds, p50 and p99 of a
// commit in milliseconds.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void check(int code, int wanted, sqlite3* database) {
  if (code == wanted) return;
  fprintf(stderr, "%s\n", sqlite3_errmsg(database));
  exit(1);
}

static int compare(const void* a, const void* b) {
  const double left = *(const double*)a, right = *(const double*)b;
  return (left > right) - (left < right);
}

static int log_pages = 0;
static int note_pages(void* unused, sqlite3* database, const char* name, int pages) {
  (void)unused, (void)database, (void)name;
  log_pages = pages;
  return SQLITE_OK;
}

int main(int count, char** words) {
  if (count != 4) return 2;
  const double seconds = atof(words[2]);
  const int rows_a_commit = atoi(words[3]);
  sqlite3* database;
  check(sqlite3_open(words[1], &database), SQLITE_OK, database);
  check(sqlite3_exec(database,
                     "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
                     "PRAGMA cache_size=-32000; CREATE TABLE events (key INTEGER PRIMARY KEY, visit INTEGER NOT NULL, previous INTEGER"
                     " NOT NULL, at INTEGER NOT NULL, type NOT NULL, id NOT NULL, data TEXT)",
                     NULL, NULL, NULL),
        SQLITE_OK, database);
  sqlite3_wal_hook(database, note_pages, NULL);
  sqlite3_stmt *begin, *commit, *insert;
  check(sqlite3_prepare_v2(database, "BEGIN IMMEDIATE", -1, &begin, NULL), SQLITE_OK, database);
  check(sqlite3_prepare_v2(database, "COMMIT", -1, &commit, NULL), SQLITE_OK, database);
  check(sqlite3_prepare_v2(database, "INSERT INTO events VALUES (?1,?2,?3,?4,?5,?6,?7)", -1, &insert, NULL), SQLITE_OK, database);

  static double times[1000000];
  int commits = 0;
  long long rows = 0;
  const double start = now(CLOCK_MONOTONIC);
  while (now(CLOCK_MONOTONIC) - start < seconds && commits < 1000000) {
    const double before = now(CLOCK_MONOTONIC);
    check(sqlite3_step(begin), SQLITE_DONE, database);
    sqlite3_reset(begin);
    for (int i = 0; i < rows_a_commit; ++i) {
      char id[32], data[128];
      ++rows;
      const int id_size = snprintf(id, sizeof id, "0-%lld-%02d", rows / 50, (int)(rows % 50));
      const int data_size = snprintf(data, sizeof data,
                                     "{\"page\":\"/listings/%d\",\"title\":\"A home by the water\",\"property_id\":\"%d\"}",
                                     (int)(rows % 50), (int)(rows % 50));
      sqlite3_bind_int64(insert, 1, rows);
      sqlite3_bind_int64(insert, 2, 1 + rows / 50 % 21000);
      sqlite3_bind_int64(insert, 3, rows > 1 ? rows - 1 : 0);
      sqlite3_bind_int64(insert, 4, 1790000000000LL + rows / 500);
      sqlite3_bind_int64(insert, 5, rows % 5 + 1);
      sqlite3_bind_text(insert, 6, id, id_size, SQLITE_STATIC);
      sqlite3_bind_text(insert, 7, data, data_size, SQLITE_STATIC);
      check(sqlite3_step(insert), SQLITE_DONE, database);
      sqlite3_reset(insert);
    }
    check(sqlite3_step(commit), SQLITE_DONE, database);
    sqlite3_reset(commit);
    times[commits++] = now(CLOCK_MONOTONIC) - before;
    if (log_pages > 8192) check(sqlite3_wal_checkpoint_v2(database, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL), SQLITE_OK, database);
  }
  const double wall = now(CLOCK_MONOTONIC) - start;
  qsort(times, (size_t)commits, sizeof times[0], compare);
  printf("%lld %.3f %.3f %.3f %.3f\n", rows, wall, now(CLOCK_PROCESS_CPUTIME_ID), times[commits / 2] * 1e3, times[commits * 99 / 100] * 1e3);
  sqlite3_finalize(begin), sqlite3_finalize(commit), sqlite3_finalize(insert);
  sqlite3_close(database);
  return 0;
}
