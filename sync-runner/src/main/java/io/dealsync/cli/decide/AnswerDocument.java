package io.dealsync.cli.decide;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;

/** The short answer of a command that did one thing to one deal. */
@JsonDocument(name = "answer", about = "`ack`, `release` and `resolve-conflict`.")
record AnswerDocument(
    @JsonField("The portal's name in the configuration") String portal,
    @JsonField("The deal's Bitrix24 id") long deal,
    @JsonField("What was done, in a sentence") String result) {}
