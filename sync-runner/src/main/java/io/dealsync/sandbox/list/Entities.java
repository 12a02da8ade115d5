package io.dealsync.sandbox.list;

import io.dealsync.sandbox.crm.Card;
import io.dealsync.sandbox.crm.Cards;
import io.dealsync.sandbox.crm.MultiField;
import io.dealsync.sandbox.crm.PackedLinks;
import io.dealsync.sandbox.crm.Records;
import io.dealsync.sandbox.crm.SortedIds;
import io.dealsync.sandbox.php.PhpCast;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deals, contacts or companies as rows of a list; positions are those of {@link #ids()}. Only valid
 * while the records are being read.
 */
public sealed interface Entities {

  /** When everything was created that no client created, in unix seconds. */
  long CREATED_AT = 1_736_413_200L;

  SortedIds ids();

  Set<Field> fields();

  Cards cards();

  /** Ids of rows that the calling user may not see. */
  Set<Long> unreadable();

  /** The deal's links; none for others. */
  default long[] links(int position) {
    return PackedLinks.NONE;
  }

  /** Whether the calling user may see the row. */
  default boolean readable(int position) {
    return unreadable().isEmpty() || !unreadable().contains(ids().at(position));
  }

  /** What the row shows besides its links. */
  default Card card(int position) {
    return cards().of(ids().at(position));
  }

  /** A numeric or time field; 0 for none. */
  default long number(int position, Field field) {
    return switch (field) {
      case ID -> ids().at(position);
      case CREATED_TIME, UPDATED_TIME -> time(position, field);
      default ->
          field.kind() == Field.Kind.DATE
              ? PortalDate.parse(text(position, field)).orElse(0)
              : PhpCast.toInt(text(position, field));
    };
  }

  private long time(int position, Field field) {
    String stored = card(position).more().get(field.legacyName());
    return stored == null ? CREATED_AT : Long.parseLong(stored);
  }

  /** A sum of money. */
  default BigDecimal decimal(int position, Field field) {
    return toDecimal(text(position, field));
  }

  /** A number with two digits behind the point; what is no number is nothing. */
  static BigDecimal toDecimal(@Nullable Object value) {
    try {
      return new BigDecimal(PhpCast.toText(value).strip()).setScale(2, RoundingMode.HALF_UP);
    } catch (NumberFormatException notANumber) {
      return BigDecimal.ZERO.setScale(2);
    }
  }

  /** The row's telephone numbers, addresses and so on of one type, or of all ({@link Field#FM}). */
  default List<MultiField> multi(int position, Field field) {
    List<MultiField> all = card(position).multi();
    return field == Field.FM
        ? all
        : all.stream().filter(each -> each.type().equals(field.legacyName())).toList();
  }

  /** A text field, or any other that is kept as text; empty for nothing. */
  default String text(int position, Field field) {
    Card card = card(position);
    return switch (field) {
      case TITLE, NAME -> card.title();
      case ORIGINATOR_ID -> card.originatorId();
      case ORIGIN_ID -> card.originId();
      case IS_RECURRING -> flag(card.recurring());
      case STAGE_ID -> stage(card);
      case STAGE_SEMANTIC_ID -> semantic(stage(card));
      case CLOSED -> flag(!semantic(stage(card)).equals("P"));
      case HAS_PHONE -> flag(!multi(position, Field.PHONE).isEmpty());
      case HAS_EMAIL -> flag(!multi(position, Field.EMAIL).isEmpty());
      default -> card.more().getOrDefault(field.legacyName(), field.initially());
    };
  }

  private static String flag(boolean holds) {
    return holds ? "Y" : "N";
  }

  /** {@code NEW} in the general pipeline, {@code C5:NEW} in pipeline 5. */
  private static String stage(Card card) {
    long category = PhpCast.toInt(card.more().get("CATEGORY_ID"));
    return card.more().getOrDefault("STAGE_ID", category == 0 ? "NEW" : "C" + category + ":NEW");
  }

  /** Success, failure, or in process. */
  private static String semantic(String stage) {
    String name = stage.substring(stage.indexOf(':') + 1);
    return switch (name) {
      case "WON" -> "S";
      case "LOSE", "APOLOGY" -> "F";
      default -> "P";
    };
  }

  /** Deals. */
  record Deals(Records records) implements Entities {
    @Override
    public SortedIds ids() {
      return records.deals().ids();
    }

    @Override
    public Set<Field> fields() {
      return Field.OF_DEALS;
    }

    @Override
    public Cards cards() {
      return records.dealCards();
    }

    @Override
    public Set<Long> unreadable() {
      return records.unreadableDeals();
    }

    @Override
    public long number(int position, Field field) {
      return switch (field) {
        case CONTACT_ID -> records.deals().primaryContact(position);
        case UPDATED_TIME -> records.deals().updatedAt(position);
        default -> Entities.super.number(position, field);
      };
    }

    @Override
    public long[] links(int position) {
      return records.deals().links(position);
    }
  }

  /** Contacts. */
  record Contacts(Records records) implements Entities {
    @Override
    public SortedIds ids() {
      return records.contacts();
    }

    @Override
    public Set<Field> fields() {
      return Field.OF_CONTACTS;
    }

    @Override
    public Cards cards() {
      return records.contactCards();
    }

    @Override
    public Set<Long> unreadable() {
      return records.unreadableContacts();
    }
  }

  /** Companies: there for clients that read lists of them, without links. */
  record Companies(Records records) implements Entities {
    @Override
    public SortedIds ids() {
      return records.companies();
    }

    @Override
    public Set<Field> fields() {
      return Field.OF_COMPANIES;
    }

    @Override
    public Cards cards() {
      return records.companyCards();
    }

    @Override
    public Set<Long> unreadable() {
      return Set.of();
    }
  }
}
