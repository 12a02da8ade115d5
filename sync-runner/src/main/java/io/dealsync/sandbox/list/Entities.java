package io.dealsync.sandbox.list;

import io.dealsync.sandbox.crm.Card;
import io.dealsync.sandbox.crm.Cards;
import io.dealsync.sandbox.crm.PackedLinks;
import io.dealsync.sandbox.crm.Records;
import io.dealsync.sandbox.crm.SortedIds;
import io.dealsync.sandbox.php.PhpCast;
import java.util.Set;

/**
 * Deals or contacts as rows of a list; positions are those of {@link #ids()}. Only valid while the
 * records are being read.
 */
public sealed interface Entities {

  /** When everything was created, in unix seconds; the sandbox does not keep it by record. */
  long CREATED_AT = 1_736_413_200L;

  SortedIds ids();

  Set<Field> fields();

  Cards cards();

  /** Whether the calling user may see the row. */
  boolean readable(int position);

  /** A numeric or time field; 0 for none. */
  long number(int position, Field field);

  /** The deal's links; none for a contact. */
  long[] links(int position);

  /** A text field. */
  default String text(int position, Field field) {
    Card card = cards().of(ids().at(position));
    return switch (field) {
      case TITLE, NAME -> card.title();
      case ORIGINATOR_ID -> card.originatorId();
      case ORIGIN_ID -> card.originId();
      case IS_RECURRING -> card.recurring() ? "Y" : "N";
      case STAGE_ID -> card.more().getOrDefault("STAGE_ID", "NEW");
      case ID, CATEGORY_ID, CONTACT_ID, CONTACT_IDS, CREATED_TIME, UPDATED_TIME ->
          throw new IllegalArgumentException(field + " is not text");
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
    public boolean readable(int position) {
      return records.unreadableDeals().isEmpty()
          || !records.unreadableDeals().contains(ids().at(position));
    }

    @Override
    public long number(int position, Field field) {
      return switch (field) {
        case ID -> ids().at(position);
        case CONTACT_ID -> records.deals().primaryContact(position);
        case UPDATED_TIME -> records.deals().updatedAt(position);
        case CREATED_TIME -> CREATED_AT;
        case CATEGORY_ID -> category(position);
        case TITLE, NAME, STAGE_ID, CONTACT_IDS, ORIGINATOR_ID, ORIGIN_ID, IS_RECURRING ->
            throw new IllegalArgumentException(field + " is not a number");
      };
    }

    private long category(int position) {
      return PhpCast.toInt(cards().of(ids().at(position)).more().get("CATEGORY_ID"));
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
    public boolean readable(int position) {
      return records.unreadableContacts().isEmpty()
          || !records.unreadableContacts().contains(ids().at(position));
    }

    @Override
    public long number(int position, Field field) {
      return field == Field.ID ? ids().at(position) : CREATED_AT;
    }

    @Override
    public long[] links(int position) {
      return PackedLinks.NONE;
    }
  }
}
