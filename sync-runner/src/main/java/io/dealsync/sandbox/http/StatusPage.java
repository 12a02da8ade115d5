package io.dealsync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.dealsync.sandbox.crm.LinkRow;
import io.dealsync.sandbox.crm.PackedLinks;
import io.dealsync.sandbox.crm.PortalState;
import io.dealsync.sandbox.fault.FaultPlan;
import io.dealsync.sandbox.rest.Counters;
import io.dealsync.sandbox.rest.RestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page for people at {@code /}: what the portal holds and what it was asked. */
final class StatusPage implements HttpHandler {

  private static final int SHOWN_DEALS = 50;
  private static final int SHOWN_STRIKES = 20;

  private final PortalState state;
  private final RestEngine engine;
  private final FaultPlan plan;
  private final RequestLog log;
  private final Responder responder;

  StatusPage(
      PortalState state, RestEngine engine, FaultPlan plan, RequestLog log, Responder responder) {
    this.state = state;
    this.engine = engine;
    this.plan = plan;
    this.log = log;
    this.responder = responder;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean found = exchange.getRequestURI().getPath().equals("/");
      String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
      responder.html(exchange, found ? 200 : 404, found ? page(host) : "<h1>Not found</h1>");
    }
  }

  private String page(String host) {
    Counters.Snapshot counts = engine.counters().snapshot();
    return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>dealsync sandbox</title>
        <meta http-equiv="refresh" content="5">
        <style>
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem;
          color:#1c2733;background:#fff}
        h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
        table{border-collapse:collapse;width:100%%}
        td,th{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #e3e8ee;
          vertical-align:top}
        th{font-weight:600;color:#52616f}.n{text-align:right;font-variant-numeric:tabular-nums}
        td.n,th.n{padding-right:1.5rem}
        .bar{display:flex;gap:2rem;flex-wrap:wrap}.bar b{display:block;font-size:1.5rem}
        @media (prefers-color-scheme:dark){body{background:#14191f;color:#dbe2ea}
          td,th{border-color:#2b343f}th{color:#94a3b3}}
        </style></head><body>
        <h1>dealsync sandbox</h1>
        <p>A local portal that behaves like Bitrix24. Webhook: <code>http://%s/rest/%s/••••••/</code></p>
        <div class="bar">%s</div>
        <h2>Methods</h2>%s
        <h2>Deals</h2>%s
        <h2>Last requests</h2>%s
        <h2>Faults</h2>%s
        </body></html>
        """
        .formatted(
            escape(host),
            escape(engine.access().userId()),
            figures(counts),
            methods(counts),
            deals(),
            requests(),
            faults());
  }

  private String figures(Counters.Snapshot counts) {
    return figure(state.dealCount(), "deals")
        + figure(state.contactCount(), "contacts")
        + figure(counts.requests(), "requests")
        + figure(counts.writes(), "link writes")
        + figure(counts.rateLimited(), "503 rate limit")
        + figure(counts.operationLimited(), "429 operating limit")
        + figure(Math.round(engine.bucketLevel()), "queued now");
  }

  private static String figure(long number, String name) {
    return "<span><b>%s</b>%s</span>".formatted(String.format(Locale.ROOT, "%,d", number), name);
  }

  private static String methods(Counters.Snapshot counts) {
    List<String> rows = new ArrayList<>();
    counts
        .commands()
        .forEach(
            (method, count) ->
                rows.add("<td>%s</td><td class=n>%d</td>".formatted(escape(method), count)));
    return table("<th>Method</th><th class=n>Calls</th>", rows);
  }

  private String deals() {
    List<String> rows =
        state.reading(
            records -> {
              List<String> shown = new ArrayList<>();
              int count = Math.min(SHOWN_DEALS, records.deals().ids().size());
              for (int i = 0; i < count; i++) {
                long id = records.deals().ids().at(i);
                shown.add(
                    "<td class=n>%d</td><td>%s</td><td>%s</td>"
                        .formatted(
                            id,
                            escape(records.dealCards().of(id).title()),
                            LinkRow.format(PackedLinks.rows(records.deals().links(i)))));
              }
              return shown;
            });
    return table("<th class=n>Deal</th><th>Title</th><th>contact/SORT/primary</th>", rows);
  }

  private String requests() {
    List<String> rows =
        log.entries().stream()
            .map(
                entry ->
                    "<td>%s</td><td>%s</td><td>%s</td><td class=n>%d ms</td>"
                        .formatted(
                            entry.at(),
                            escape(entry.methods()),
                            escape(entry.outcome()),
                            entry.time().toMillis()))
            .toList();
    return table("<th>Time</th><th>Methods</th><th>Outcome</th><th class=n>Took</th>", rows);
  }

  private String faults() {
    List<String> rows = new ArrayList<>();
    plan.tallies()
        .forEach(
            tally ->
                rows.add(
                    "<td>%s</td><td class=n>%d</td><td class=n>%d</td>"
                        .formatted(
                            escape(tally.rule().toString()), tally.matched(), tally.struck())));
    List<FaultPlan.Strike> strikes = plan.strikes();
    List<String> latest =
        strikes.subList(Math.max(0, strikes.size() - SHOWN_STRIKES), strikes.size()).stream()
            .map(
                strike ->
                    "<td>%s</td><td>%s</td><td>%s</td>"
                        .formatted(
                            strike.at(), escape(strike.rule().toString()), escape(strike.detail())))
            .toList();
    return table("<th>Rule</th><th class=n>Matched</th><th class=n>Struck</th>", rows)
        + (latest.isEmpty() ? "" : table("<th>Struck at</th><th>Rule</th><th>What</th>", latest));
  }

  private static String table(String head, List<String> rows) {
    if (rows.isEmpty()) {
      return "<p>none</p>";
    }
    return "<table><tr>" + head + "</tr><tr>" + String.join("</tr><tr>", rows) + "</tr></table>";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
