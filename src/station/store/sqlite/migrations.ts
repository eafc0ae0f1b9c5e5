/** The tables of a store, as the steps by which they came to be: the first makes them, each later one is for ever too. */
import type { Database } from './engine.ts'

/** `navi` in a file's header tells that it is ours. */
export const applicationId = 0x6e617669

/** Step n leads from version n to n + 1. A heater is `key` in every other table; times are ms since 1970. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE heater (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT, time_zone TEXT, account TEXT) STRICT;
  CREATE TABLE shape (key INTEGER PRIMARY KEY, fields TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE sample (
    heater INTEGER NOT NULL, at INTEGER NOT NULL, cause INTEGER NOT NULL, connected INTEGER NOT NULL,
    shape INTEGER NOT NULL, frame BLOB NOT NULL, PRIMARY KEY (heater, at)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE dirty_hour (
    heater INTEGER NOT NULL, hour INTEGER NOT NULL, mark INTEGER NOT NULL, PRIMARY KEY (heater, hour)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE block (
    heater INTEGER NOT NULL, day INTEGER NOT NULL, samples INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (heater, day)
  ) STRICT;
  CREATE TABLE rollup (
    heater INTEGER NOT NULL, span TEXT NOT NULL, "from" INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (heater, span, "from")
  ) STRICT;
  CREATE TABLE gap (
    heater INTEGER NOT NULL, "from" INTEGER NOT NULL, until INTEGER, cause TEXT NOT NULL, PRIMARY KEY (heater, "from")
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE energy (
    heater INTEGER NOT NULL, day TEXT NOT NULL, heat_pump REAL NOT NULL, element REAL NOT NULL, other REAL NOT NULL,
    observed REAL NOT NULL, unobserved REAL NOT NULL, told TEXT, told_at INTEGER, PRIMARY KEY (heater, day)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE journal (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, heater INTEGER, kind TEXT NOT NULL, who TEXT, text TEXT NOT NULL, data TEXT
  ) STRICT;
  CREATE INDEX journal_of_heater ON journal (heater);
  CREATE TABLE alert (
    id TEXT PRIMARY KEY, rule TEXT NOT NULL, severity TEXT NOT NULL, heater INTEGER, since INTEGER NOT NULL, ended INTEGER,
    text TEXT NOT NULL, acknowledged INTEGER, acknowledged_by TEXT, snoozed_until INTEGER, told INTEGER NOT NULL,
    told_at INTEGER
  ) STRICT;
  CREATE INDEX alert_since ON alert (since);
  CREATE INDEX alert_open ON alert (since) WHERE ended IS NULL;
  CREATE TABLE token (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, scope TEXT NOT NULL, hash TEXT NOT NULL, created INTEGER NOT NULL, used INTEGER
  ) STRICT;
  CREATE TABLE run (
    id TEXT PRIMARY KEY, started INTEGER NOT NULL, alive INTEGER NOT NULL, ended INTEGER, version TEXT NOT NULL
  ) STRICT;
  CREATE TABLE memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  -- What would take long to count.
  CREATE TABLE tally (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO tally VALUES ('samples', 0), ('packed', 0), ('marks', 0);
  `,
]

export const newestVersion = migrations.length

export const versionOf = (db: Database): number => Number(db.prepare('PRAGMA user_version').get()?.user_version)

/** Brings the tables up to date, each step all or nothing. @returns the version that it began with. */
export function migrate(db: Database, steps: readonly string[] = migrations): number {
  const first = versionOf(db)
  for (const [i, step] of steps.entries()) {
    if (i < first) continue
    db.exec('BEGIN IMMEDIATE')
    try {
      db.exec(step)
      db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${i + 1}; COMMIT`)
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }
  return first
}
