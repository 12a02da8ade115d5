package io.dealsync.sandbox.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Faults written down in YAML or JSON.
 *
 * <pre>{@code
 * seed: 7
 * faults:
 *   - drop-after:method=batch,p=0.05
 *   - rate-limit:after=10,times=3
 * }</pre>
 *
 * <p>A bare list of rules, or one rule a line, will do as well.
 *
 * @param seed starts the plan over with this seed; empty adds to what is there
 */
public record FaultFile(OptionalLong seed, List<FaultRule> rules) {

  public FaultFile {
    rules = List.copyOf(rules);
  }

  /** Reads the text of such a file. */
  public static FaultFile parse(String text) {
    JsonNode root;
    try {
      root = new YAMLMapper().readTree(text);
    } catch (JacksonException broken) {
      throw new IllegalArgumentException(
          "the faults are neither YAML nor JSON: " + broken.getOriginalMessage(), broken);
    }
    OptionalLong seed =
        root.has("seed") ? OptionalLong.of(root.get("seed").asLong()) : OptionalLong.empty();
    JsonNode list = root.isObject() ? root.path("faults") : root;
    List<FaultRule> rules = new ArrayList<>();
    if (list.isString()) {
      list.asString()
          .lines()
          .flatMap(line -> List.of(line.strip().split("\\s+")).stream())
          .filter(rule -> !rule.isEmpty())
          .map(FaultRule::parse)
          .forEach(rules::add);
    }
    if (list.isArray()) {
      list.forEach(rule -> rules.add(FaultRule.parse(rule.asString())));
    }
    if (rules.isEmpty() && seed.isEmpty()) {
      throw new IllegalArgumentException("no faults in the text");
    }
    return new FaultFile(seed, rules);
  }

  /** Puts the rules into force. */
  public void addTo(FaultPlan plan) {
    seed.ifPresent(plan::reset);
    rules.forEach(plan::add);
  }
}
