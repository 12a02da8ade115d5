package io.dealsync.sandbox.crm;

import java.util.Objects;

/**
 * What a deal or contact shows besides its links: a title (for a contact its name) and where it
 * came from (contract 7). Empty origin texts mean none.
 */
public record Card(String title, String originatorId, String originId, boolean recurring) {

  public Card {
    Objects.requireNonNull(title);
    Objects.requireNonNull(originatorId);
    Objects.requireNonNull(originId);
  }

  public static Card titled(String title) {
    return new Card(title, "", "", false);
  }

  /** A card that came from another system under that system's id. */
  public static Card imported(String title, String originatorId, String originId) {
    return new Card(title, originatorId, originId, false);
  }

  /** A recurring deal's template (contract 1.8). */
  public Card asTemplate() {
    return new Card(title, originatorId, originId, true);
  }
}
