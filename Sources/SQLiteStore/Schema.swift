import GRDB

enum Schema {
    /// Versions are only ever added.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: resources, executions, journal, history") { database in
            try database.execute(
                sql: """
                    CREATE TABLE resource (
                        service TEXT NOT NULL, kind TEXT NOT NULL, scope TEXT NOT NULL, id TEXT NOT NULL,
                        value BLOB NOT NULL, PRIMARY KEY (service, kind, scope, id)
                    ) WITHOUT ROWID;
                    CREATE TABLE execution (
                        number INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, machine TEXT NOT NULL,
                        name TEXT NOT NULL, status TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER,
                        document BLOB NOT NULL
                    );
                    CREATE INDEX execution_by_machine ON execution (machine, start);
                    CREATE INDEX execution_by_status ON execution (status) WHERE status = 'RUNNING';
                    CREATE TABLE journal (
                        execution INTEGER NOT NULL REFERENCES execution, sequence INTEGER NOT NULL,
                        input BLOB NOT NULL, PRIMARY KEY (execution, sequence)
                    ) WITHOUT ROWID;
                    CREATE TABLE history (
                        execution INTEGER NOT NULL REFERENCES execution, first INTEGER NOT NULL,
                        last INTEGER NOT NULL, events BLOB NOT NULL, PRIMARY KEY (execution, first)
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("retention: executions by their end") { database in
            try database.execute(
                sql: "CREATE INDEX execution_by_end ON execution (stop) WHERE stop IS NOT NULL")
        }
        migrator.registerMigration("2: Map Runs and their executions") { database in
            try database.execute(
                sql: """
                    ALTER TABLE execution ADD COLUMN owner TEXT;
                    CREATE INDEX execution_by_owner ON execution (owner, start) WHERE owner IS NOT NULL;
                    """)
        }
        return migrator
    }
}
