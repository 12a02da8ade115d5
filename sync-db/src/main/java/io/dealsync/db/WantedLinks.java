package io.dealsync.db;

import static io.dealsync.db.jooq.Tables.DEAL;
import static io.dealsync.db.jooq.Tables.DEAL_CONTACT;
import static org.jooq.impl.DSL.arrayAgg;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.dealsync.link.DesiredLink;
import io.dealsync.link.LinkSet;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The desired links of a deal as one row, to be joined laterally to {@code deal}. */
final class WantedLinks {

  static final Field<Long[]> CONTACTS =
      field(name("wanted", "contacts"), SQLDataType.BIGINT.array());
  static final Field<Integer[]> SORTS = field(name("wanted", "sorts"), SQLDataType.INTEGER.array());
  static final Field<Long> PRIMARY = field(name("wanted", "marked"), SQLDataType.BIGINT);

  /**
   * One row for each deal; its fields are empty when the deal has no links. Both arrays have the
   * links in the same order, whichever that is.
   */
  static final Table<?> OF_DEAL =
      lateral(
          select(
                  arrayAgg(DEAL_CONTACT.CONTACT_ID).as(CONTACTS.getUnqualifiedName()),
                  arrayAgg(DEAL_CONTACT.SORT).as(SORTS.getUnqualifiedName()),
                  max(DEAL_CONTACT.CONTACT_ID)
                      .filterWhere(DEAL_CONTACT.IS_PRIMARY)
                      .as(PRIMARY.getUnqualifiedName()))
              .from(DEAL_CONTACT)
              .where(DEAL_CONTACT.PORTAL.eq(DEAL.PORTAL))
              .and(DEAL_CONTACT.DEAL_ID.eq(DEAL.DEAL_ID))
              .asTable("wanted"));

  private WantedLinks() {}

  /** The set of a row that was joined and has links. */
  static LinkSet set(Long[] contacts, @Nullable Integer[] sorts, OptionalLong primary) {
    List<DesiredLink> links = new ArrayList<>(contacts.length);
    for (int i = 0; i < contacts.length; i++) {
      Integer sort = sorts[i];
      links.add(
          new DesiredLink(
              contacts[i],
              sort == null ? OptionalInt.empty() : OptionalInt.of(sort),
              primary.isPresent() && contacts[i] == primary.getAsLong()));
    }
    return LinkSet.ofDesired(links);
  }
}
