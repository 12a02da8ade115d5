package io.dealsync.cli.decide;

import io.dealsync.cli.json.JsonDocument;
import io.dealsync.cli.json.JsonField;
import io.dealsync.db.EditLog;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Edits that were taken back, or would be. */
@JsonDocument(name = "undo-edit", about = "`undo-edit`: what was taken back, or would be.")
record UndoEditDocument(
    @JsonField("What was done, in a sentence; absent with `--dry-run`") Optional<String> result,
    @JsonField("What would change; empty without `--dry-run`") List<Effect> effects) {

  /** A deal or link that would change. */
  record Effect(
      @JsonField("The portal's name in the configuration") String portal,
      @JsonField("The deal's Bitrix24 id") long deal,
      @JsonField("The contact's Bitrix24 id; absent for the deal itself") OptionalLong contact,
      @JsonField("What would be done, in words") String what,
      @JsonField("A later edit that would be lost with it; absent when there is none")
          OptionalLong standsOn) {}

  static UndoEditDocument done(String result) {
    return new UndoEditDocument(Optional.of(result), List.of());
  }

  static UndoEditDocument rehearsed(List<EditLog.Effect> effects) {
    return new UndoEditDocument(
        Optional.empty(),
        effects.stream()
            .map(
                effect ->
                    new Effect(
                        effect.portal(),
                        effect.deal(),
                        effect.contact(),
                        effect.what(),
                        effect.standsOn()))
            .toList());
  }
}
