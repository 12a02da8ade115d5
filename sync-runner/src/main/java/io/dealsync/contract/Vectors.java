package io.dealsync.contract;

import java.util.List;

/** The vectors of contract 1.9 that any portal can be asked, each going on where it can. */
final class Vectors {

  static final List<Vector> ALL =
      List.of(
          add("A", "", "'CONTACT_ID':@a", "true", "a/10/Y"),
          add("B", "a/10/Y", "'CONTACT_ID':@b", "true", "a/10/Y b/20/N"),
          add(
              "C",
              "a/10/Y b/20/N",
              "'CONTACT_ID':@c,'IS_PRIMARY':'Y'",
              "true",
              "a/10/N b/20/N c/30/Y"),
          add(
              "D",
              "a/10/N b/20/N c/30/Y",
              "'CONTACT_ID':@a,'IS_PRIMARY':'Y','SORT':1",
              "false",
              "a/10/N b/20/N c/30/Y"),
          add(
              "E",
              "a/10/N b/20/N c/30/Y",
              "'CONTACT_ID':@d,'IS_PRIMARY':'y'",
              "true",
              "a/10/N b/20/N c/30/Y d/40/Y"),
          add("F", "a/10/Y", "'CONTACT_ID':@b,'IS_PRIMARY':true", "true", "a/10/Y b/20/N"),
          add("G", "a/10/Y", "'CONTACT_ID':@b,'SORT':null", "true", "b/0/N a/10/Y"),
          add("G2", "a/10/Y", "'CONTACT_ID':@b,'SORT':-5", "true", "b/-5/N a/10/Y"),
          add(
              "H",
              "a/10/N b/20/N",
              "'CONTACT_ID':@c,'IS_PRIMARY':'N'",
              "true",
              "a/10/N b/20/N c/30/Y"),
          add("I", "a/0/Y b/0/N", "'CONTACT_ID':@c", "true", "a/0/Y b/0/N c/10/N"),
          add("K nothing", "a/10/Y", "", Vector.REFUSED, "a/10/Y"),
          add("K zero", "a/10/Y", "'CONTACT_ID':0", Vector.REFUSED, "a/10/Y"),
          add("K text", "a/10/Y", "'CONTACT_ID':'abc'", Vector.REFUSED, "a/10/Y"),
          delete("D1", "a/10/Y b/20/N c/30/N", "@a", "true", "b/20/Y c/30/N"),
          delete("D2", "b/20/Y c/30/N", "@c", "true", "b/20/Y"),
          delete("D3", "b/20/Y", "@b", "true", ""),
          delete("D4", "b/20/Y", "@a", "false", "b/20/Y"),
          delete("D5", "a/10/N b/20/N", "@a", "true", "b/20/N"),
          set(
              "S1",
              "",
              "[{'CONTACT_ID':@a,'IS_PRIMARY':'Y','SORT':100},{'CONTACT_ID':@b,'SORT':200},"
                  + "{'CONTACT_ID':@c,'SORT':400}]",
              "a/100/Y b/200/N c/400/N"),
          set(
              "S7",
              "a/100/Y b/200/N c/400/N",
              "[{'CONTACT_ID':@a},{'CONTACT_ID':@b},{'CONTACT_ID':@c}]",
              "a/10/Y b/20/N c/30/N"),
          set(
              "S8",
              "a/10/Y b/20/N c/30/N",
              "[{'CONTACT_ID':@a},{'CONTACT_ID':@b,'IS_PRIMARY':'Y'},{'CONTACT_ID':@c}]",
              "a/10/N b/20/Y c/30/N"),
          set("S2", "a/10/N b/20/Y c/30/N", "[]", ""),
          set("S3", "a/10/Y", "[{'CONTACT_ID':0},{'ID':5},'x']", ""),
          set("S4", "", "[{'CONTACT_ID':@a},{'CONTACT_ID':@a}]", "a/20/N"),
          set(
              "S5",
              "",
              "[{'CONTACT_ID':@a,'IS_PRIMARY':'Y'},{'CONTACT_ID':@b},{'CONTACT_ID':@a}]",
              "b/20/N a/30/N"),
          set(
              "S5b",
              "",
              "[{'CONTACT_ID':@a,'IS_PRIMARY':'Y'},{'CONTACT_ID':@b},{'CONTACT_ID':@b}]",
              "a/10/Y b/30/N"),
          set(
              "S5c",
              "a/10/Y b/20/N",
              "[{'CONTACT_ID':@a},{'CONTACT_ID':@b},{'CONTACT_ID':@a}]",
              "b/20/N a/30/N"),
          set("S6", "b/20/Y", "{'1':{'CONTACT_ID':@b},'2':{'CONTACT_ID':@a}}", "b/20/Y"),
          set("S6b", "b/20/Y", "{'a':{'CONTACT_ID':@b}}", ""),
          set(
              "S8b",
              "",
              "[{'CONTACT_ID':@a},{'CONTACT_ID':@c,'IS_PRIMARY':'Y'},"
                  + "{'CONTACT_ID':@b,'IS_PRIMARY':'Y'}]",
              "a/10/N c/20/Y b/30/N"),
          set("S8c", "", "[{'CONTACT_ID':@a},{'CONTACT_ID':@b,'IS_PRIMARY':'y'}]", "a/10/Y b/20/N"),
          set("S8d", "b/20/Y", "[{'CONTACT_ID':0},{'CONTACT_ID':@b}]", "b/20/Y"),
          set(
              "S9",
              "a/10/Y b/20/Y",
              "[{'CONTACT_ID':@a,'IS_PRIMARY':'Y','SORT':10},{'CONTACT_ID':@b,'SORT':20}]",
              "a/10/Y b/20/N"),
          set(
              "S10",
              "a/10/Y b/20/Y",
              "[{'CONTACT_ID':@a,'SORT':10},{'CONTACT_ID':@b,'IS_PRIMARY':'Y','SORT':20}]",
              "a/10/Y b/20/Y"),
          new Vector("X", "a/10/Y b/20/N", "items.delete", "", "true", ""),
          new Vector("X none", "", "items.delete", "", "true", ""));

  private Vectors() {}

  private static Vector add(
      String name, String before, String fields, String result, String after) {
    return new Vector(name, before, "add", "'fields':{%s}".formatted(fields), result, after);
  }

  private static Vector delete(
      String name, String before, String contact, String result, String after) {
    return new Vector(
        name, before, "delete", "'fields':{'CONTACT_ID':%s}".formatted(contact), result, after);
  }

  private static Vector set(String name, String before, String items, String after) {
    return new Vector(name, before, "items.set", "'items':" + items, "true", after);
  }
}
