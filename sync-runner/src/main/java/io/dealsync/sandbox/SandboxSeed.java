package io.dealsync.sandbox;

import io.dealsync.sandbox.crm.Card;
import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.sandbox.crm.PortalState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A made-up portal that is always the same for the same numbers: deals 1 to N with random contacts,
 * SORT 10, 20, 30…, the first contact primary.
 *
 * @param deals how many deals
 * @param minLinks the fewest contacts of a deal
 * @param maxLinks the most contacts of a deal
 * @param contacts how many contacts, with the ids 1 to M
 * @param seed where the random numbers come from
 * @param origin the ORIGINATOR_ID under which deals and contacts are known, with ORIGIN_IDs in the
 *     shape of that CRM ({@link OriginIds}); empty for none
 */
public record SandboxSeed(
    long deals, int minLinks, int maxLinks, long contacts, long seed, String origin) {

  private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:\\s*-\\s*(\\d{1,6}))?");

  /** Nothing is synchronized about them: they are there for clients that list some. */
  private static final int COMPANIES = 20;

  public SandboxSeed {
    if (deals < 0 || contacts < 0 || minLinks < 0 || maxLinks < minLinks) {
      throw new IllegalArgumentException("numbers of deals, links and contacts are not negative");
    }
    if (maxLinks > contacts) {
      throw new IllegalArgumentException(
          "%d links a deal need as many contacts, there are %d".formatted(maxLinks, contacts));
    }
  }

  /** Deals with 1 to 5 contacts out of as many contacts as deals. */
  public static SandboxSeed ofDeals(long deals) {
    return new SandboxSeed(deals, 1, 5, Math.max(10, deals), 1, "");
  }

  /** {@code "MIN-MAX"} or one number, as on the command line. */
  public SandboxSeed withLinksPerDeal(String range) {
    Matcher form = RANGE.matcher(range.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "the number of links per deal '%s' is neither a number nor a range like 1-3"
              .formatted(range));
    }
    int min = Integer.parseInt(form.group(1));
    int max = form.group(2) == null ? min : Integer.parseInt(form.group(2));
    return new SandboxSeed(deals, min, max, Math.max(contacts, max), seed, origin);
  }

  public SandboxSeed withContacts(long count) {
    return new SandboxSeed(deals, minLinks, maxLinks, count, seed, origin);
  }

  public SandboxSeed withSeed(long newSeed) {
    return new SandboxSeed(deals, minLinks, maxLinks, contacts, newSeed, origin);
  }

  public SandboxSeed withOrigin(String originatorId) {
    return new SandboxSeed(deals, minLinks, maxLinks, contacts, seed, originatorId);
  }

  /** Adds the deals and contacts, and a few companies, to a portal. */
  public void fill(PortalState state) {
    SplittableRandom random = new SplittableRandom(seed);
    OriginIds ids = OriginIds.of(origin);
    state.load(
        loader -> {
          for (long company = 1; company <= COMPANIES; company++) {
            loader.company(company);
          }
          for (long contact = 1; contact <= contacts; contact++) {
            loader.contact(contact);
            if (!origin.isEmpty()) {
              loader.contactCard(
                  contact, Card.imported("Contact " + contact, origin, ids.contact(contact)));
            }
          }
          for (long deal = 1; deal <= deals; deal++) {
            loader.deal(deal, links(random));
            if (!origin.isEmpty()) {
              loader.dealCard(deal, Card.imported("Deal " + deal, origin, ids.deal(deal)));
            }
          }
        });
  }

  private List<LinkRow> links(SplittableRandom random) {
    int count = random.nextInt(minLinks, maxLinks + 1);
    List<LinkRow> rows = new ArrayList<>(count);
    Set<Long> used = new HashSet<>();
    while (rows.size() < count) {
      long contact = random.nextLong(1, contacts + 1);
      if (used.add(contact)) {
        rows.add(new LinkRow(contact, (rows.size() + 1) * 10, rows.isEmpty()));
      }
    }
    return rows;
  }
}
