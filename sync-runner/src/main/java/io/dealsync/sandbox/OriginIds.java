package io.dealsync.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/** The ids that records had in the CRM they came from, in the shape which that CRM gives them. */
public enum OriginIds {
  /** 18 letters and digits, of which the last three tell the capitals of the others. */
  SALESFORCE {
    @Override
    public String deal(long number) {
      return salesforce("006", number);
    }

    @Override
    public String contact(long number) {
      return salesforce("003", number);
    }
  },
  /** Numbers of ten digits and of three. */
  HUBSPOT {
    @Override
    public String deal(long number) {
      return Long.toString(9_021_370_000L + number);
    }

    @Override
    public String contact(long number) {
      return Long.toString(150 + number);
    }
  },
  /** Short numbers. */
  PIPEDRIVE {
    @Override
    public String deal(long number) {
      return Long.toString(100 + number);
    }

    @Override
    public String contact(long number) {
      return Long.toString(7_000 + number);
    }
  },
  /** Numbers of eight digits. */
  AMOCRM {
    @Override
    public String deal(long number) {
      return Long.toString(30_010_000 + number);
    }

    @Override
    public String contact(long number) {
      return Long.toString(55_010_000 + number);
    }
  },
  /** UUIDs. */
  SUITECRM {
    @Override
    public String deal(long number) {
      return uuid("deal", number);
    }

    @Override
    public String contact(long number) {
      return uuid("contact", number);
    }
  },
  /** Numbers of nineteen digits, more than a spreadsheet keeps. */
  ZOHO {
    @Override
    public String deal(long number) {
      return Long.toString(3_652_397_000_000_649_000L + number);
    }

    @Override
    public String contact(long number) {
      return Long.toString(3_652_397_000_000_211_000L + number);
    }
  },
  /** D-1, C-1. */
  ANY {
    @Override
    public String deal(long number) {
      return "D-" + number;
    }

    @Override
    public String contact(long number) {
      return "C-" + number;
    }
  };

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String SUFFIXES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
  private static final int GROUP = 5;

  /** Those of a CRM by its name; D-1 and C-1 for one that is not known. */
  public static OriginIds of(String originator) {
    String name = originator.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst().orElse(ANY);
  }

  /** The id of the deal with this number, from 1 on. */
  public abstract String deal(long number);

  /** The id of the contact with this number, from 1 on. */
  public abstract String contact(long number);

  private static String uuid(String what, long number) {
    return UUID.nameUUIDFromBytes((what + number).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String salesforce(String prefix, long number) {
    StringBuilder id = new StringBuilder();
    for (long rest = number; id.length() < GROUP; rest /= DIGITS.length()) {
      id.insert(0, DIGITS.charAt((int) (rest % DIGITS.length())));
    }
    id.insert(0, prefix + "5g00000");
    for (int group = 0; group < 3; group++) {
      id.append(SUFFIXES.charAt(capitals(id, group * GROUP)));
    }
    return id.toString();
  }

  private static int capitals(StringBuilder id, int from) {
    int flags = 0;
    for (int at = 0; at < GROUP; at++) {
      flags |= Character.isUpperCase(id.charAt(from + at)) ? 1 << at : 0;
    }
    return flags;
  }
}
