package io.dealsync.testing;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command said and how it ended.
 *
 * @param code its exit code
 * @param out its standard output
 * @param err its standard error, log lines included
 */
public record Spoken(int code, String out, String err) {

  /** Standard output as the one JSON document that it must be. */
  public JsonNode json() {
    return JsonMapper.shared().readTree(out);
  }

  /** Both streams, for a look at everything that was shown. */
  public String all() {
    return out + err;
  }
}
