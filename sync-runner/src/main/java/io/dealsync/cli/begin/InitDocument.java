package io.dealsync.cli.begin;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;

/** A schema that was created or upgraded. */
@JsonDocument(name = "init", about = "`init`: what was created or upgraded.")
record InitDocument(
    @JsonField("The configuration that was written; blank when none was") String config,
    @JsonField("The database, without secrets") String database,
    @JsonField("The schema's version before; 0 when there was none") int schemaBefore,
    @JsonField("The schema's version now") int schema) {}
