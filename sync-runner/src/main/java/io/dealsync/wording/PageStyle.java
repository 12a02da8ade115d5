package io.dealsync.wording;

/** What dealsync's pages look like. */
public final class PageStyle {

  /** Texts, tables, and verdicts that are good or bad. */
  public static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; color: #1b1f24; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.7rem; margin-bottom: .2rem; } h2 { margin-top: 2.5rem; border-bottom: 2px solid #d0d7de; }
      .quiet { color: #57606a; } .mono { font: .85em ui-monospace, monospace; word-break: break-all; }
      .verdict { padding: .8rem 1rem; border-left: .4rem solid; margin: 1.2rem 0; font-size: 1.1rem; }
      .good { border-color: #1a7f37; background: #eef9f0; } .bad { border-color: #bc4c00; background: #fff4ea; }
      table { border-collapse: collapse; width: 100%; margin: .8rem 0 1.2rem; }
      th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #d0d7de; vertical-align: baseline; }
      th { background: #f6f8fa; } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      """;

  private PageStyle() {}
}
