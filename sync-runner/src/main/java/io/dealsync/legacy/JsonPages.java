package io.dealsync.legacy;

import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Notices what a page of an API's answer says about pages that follow: {@code nextRecordsUrl} and
 * {@code done} (Salesforce), {@code paging.next} (HubSpot), {@code more_items_in_collection} and
 * {@code next_cursor} (Pipedrive), {@code _links.next} (amoCRM), {@code next} and {@code
 * info.more_records} (Zoho). Of several pages in one file the last one counts.
 */
final class JsonPages {

  private String more = "";

  /** A page begins. */
  void begin() {
    more = "";
  }

  /** A token outside of the records. */
  void see(JsonParser parser, JsonToken token) {
    String name = parser.currentName();
    if (name == null) {
      return;
    }
    switch (name) {
      case "nextRecordsUrl", "next_cursor" -> {
        if (token == JsonToken.VALUE_STRING) {
          more = name;
        }
      }
      case "more_items_in_collection", "more_records" -> {
        if (token == JsonToken.VALUE_TRUE) {
          more = name;
        }
      }
      case "done" -> {
        if (token == JsonToken.VALUE_FALSE) {
          more = "done: false";
        }
      }
      case "next" -> {
        if (token == JsonToken.START_OBJECT || token == JsonToken.VALUE_STRING) {
          more = name;
        }
      }
      default -> {}
    }
  }

  /** What says that more records follow than there are in the file. */
  Optional<String> more() {
    return more.isEmpty() ? Optional.empty() : Optional.of(more);
  }
}
