package io.dealsync.portal;

import java.util.List;

/**
 * A condition on a field of a deal, in the portal's own words (contract 7).
 *
 * @param field the field with its operator before it: {@code categoryId}, {@code >=createdTime},
 *     {@code @stageId}
 * @param values what it is compared with; several only for {@code @} and {@code !@}
 */
public record DealCondition(String field, List<String> values) {

  public DealCondition {
    values = List.copyOf(values);
  }

  /** As people write it: {@code @stageId=WON,LOSE}. */
  @Override
  public String toString() {
    return field + "=" + String.join(",", values);
  }
}
