package io.dealsync.db;

import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.plan.Method;
import io.dealsync.plan.Rebase;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Links as the journal writes them: {@code [{"contact":55,"sort":10,"primary":true}]}, in canonical
 * order.
 */
final class LinkJson {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private LinkJson() {}

  private record Row(long contact, int sort, boolean primary) {
    static Row of(Link link) {
      return new Row(link.contact(), link.sort(), link.primary());
    }

    Link link() {
      return new Link(contact, sort, primary);
    }
  }

  static String write(List<Link> links) {
    return MAPPER.writeValueAsString(links.stream().map(Row::of).toList());
  }

  /** Null for what the portal has, JSON null for "never agreed", false for "managed no more". */
  static @Nullable String write(Rebase rebase) {
    return switch (rebase) {
      case Rebase.ToPortal ignored -> null;
      case Rebase.Unmanaged ignored -> "false";
      case Rebase.Back back -> back.base().map(base -> write(base.links())).orElse("null");
    };
  }

  static Rebase rebase(@Nullable JSONB json) {
    if (json == null) {
      return new Rebase.ToPortal();
    }
    return switch (json.data()) {
      case "false" -> new Rebase.Unmanaged();
      case "null" -> new Rebase.Back(Optional.empty());
      default -> new Rebase.Back(Optional.of(set(json)));
    };
  }

  static LinkImage image(JSONB json) {
    return new LinkImage(links(json));
  }

  static LinkSet set(JSONB json) {
    return LinkSet.of(links(json));
  }

  private static List<Link> links(JSONB json) {
    return Arrays.stream(MAPPER.readValue(json.data(), Row[].class)).map(Row::link).toList();
  }

  /** The rows that a call is given; of a removal only the contact counts. */
  static String arguments(Method method) {
    return switch (method) {
      case Method.Add add -> write(add.links());
      case Method.Remove remove -> write(List.of(new Link(remove.contact(), 0, false)));
      case Method.ReplaceAll replace -> write(replace.rows());
      case Method.ClearAll ignored -> "[]";
      case Method.Keep ignored -> "[]";
    };
  }

  /** The call of that name with those rows; without a name nothing is sent. */
  static Method method(@Nullable String call, JSONB arguments) {
    if (call == null) {
      return new Method.Keep();
    }
    List<Link> rows = links(arguments);
    return switch (call) {
      case "crm.deal.contact.add" -> new Method.Add(rows);
      case "crm.deal.contact.delete" -> new Method.Remove(rows.get(0).contact());
      case "crm.deal.contact.items.set" -> new Method.ReplaceAll(rows);
      case "crm.deal.contact.items.delete" -> new Method.ClearAll();
      default -> throw new IllegalArgumentException("The journal names an unknown call: " + call);
    };
  }
}
