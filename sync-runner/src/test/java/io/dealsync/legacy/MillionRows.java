package io.dealsync.legacy;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Large exports, shaped like real ones, the same for the same seed. */
public final class MillionRows {

  /** How many contacts there are at most. */
  static final int CONTACTS = 600_000;

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final List<String> ROLES =
      List.of("", "Decision Maker", "Evaluator", "Economic Buyer");

  private final Random random;

  public MillionRows(long seed) {
    this.random = new Random(seed);
  }

  /** OpportunityContactRole with ids of 18 characters; deals have one to four contacts. */
  public Path salesforce(Path file, int rows) {
    return write(
        file,
        "\"Id\",\"OpportunityId\",\"ContactId\",\"Role\",\"IsPrimary\",\"IsDeleted\"\n",
        rows,
        (row, deal, place, contact) ->
            "\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"false\"\n"
                .formatted(
                    id("00K", row),
                    dealId(deal),
                    contactId(contact),
                    ROLES.get(random.nextInt(ROLES.size())),
                    place == 0));
  }

  static String dealId(int deal) {
    return id("006", deal);
  }

  static String contactId(int contact) {
    return id("003", contact);
  }

  /** opportunities_contacts of SuiteCRM; ids are UUIDs. */
  public Path suitecrm(Path file, int rows) {
    return write(
        file,
        "id,opportunity_id,contact_id,contact_role,date_modified,deleted\n",
        rows,
        (row, deal, place, contact) ->
            "%s,%s,%s,%s,2021-03-%02d 09:%02d:00,0\n"
                .formatted(
                    uuid(1, row),
                    uuid(2, deal),
                    uuid(3, contact),
                    ROLES.get(random.nextInt(ROLES.size())),
                    1 + row % 28,
                    row % 60));
  }

  private static UUID uuid(int kind, int number) {
    return new UUID(
        number * 2_862_933_555_777_941_757L + kind, number * 3_202_034_522_624_059_733L);
  }

  /** deal, contact, sort, primary. */
  public Path generic(Path file, int rows) {
    return write(
        file,
        "deal,contact,sort,primary\n",
        rows,
        (row, deal, place, contact) ->
            "D-%d,C-%d,%d,%s\n".formatted(deal, contact, 10 + 10 * place, place == 0 ? "Y" : "N"));
  }

  private interface Row {
    String text(int row, int deal, int place, int contact);
  }

  private Path write(Path file, String header, int rows, Row row) {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(header);
      int deal = 1;
      int place = 0;
      int contacts = 1;
      for (int each = 0; each < rows; each++) {
        if (place == contacts) {
          deal++;
          place = 0;
          contacts = 1 + random.nextInt(4);
        }
        out.write(row.text(each, deal, place, 1 + (deal * 7 + place * 31) % CONTACTS));
        place++;
      }
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Numbers as ids that look random and never repeat. */
  private static String id(String prefix, int number) {
    long scattered = Math.floorMod(number * 2_862_933_555_777_941_757L, 1L << 48);
    StringBuilder id = new StringBuilder(prefix);
    for (int at = 0; at < 12; at++) {
      id.append(ALPHABET.charAt((int) (scattered % ALPHABET.length())));
      scattered /= ALPHABET.length();
    }
    return SalesforceId.full(id.toString(), "id", prefix);
  }
}
