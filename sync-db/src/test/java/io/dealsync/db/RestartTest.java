package io.dealsync.db;

import static io.dealsync.db.Scene.PORTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dealsync.db.DatabaseException.Kind;
import io.dealsync.db.embedded.Durability;
import io.dealsync.db.embedded.EmbeddedPostgres;
import io.dealsync.desired.Policy;
import io.dealsync.desired.Selection;
import io.dealsync.journal.OpenIntent;
import io.dealsync.journal.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {

  private static final int ATTEMPTS = 30;

  @Test
  void a_server_that_restarts_in_the_middle_of_a_run_loses_nothing(@TempDir Path home) {
    var first = EmbeddedPostgres.open(home, Durability.DISPOSABLE);
    try (var database =
        Database.open(first.jdbcUrl(), first.user(), first.password(), 4, Duration.ofSeconds(1))) {
      database.migrations().migrate();
      database.jooq().execute("INSERT INTO dealsync.portal (portal) VALUES ('main')");
      database
          .jooq()
          .execute("INSERT INTO dealsync.deal (deal_id, edit_mark) VALUES (3, NULL), (4, NULL)");
      var mirror = database.mirror(PORTAL);
      var leases = database.leases();
      var lease = leases.acquire(PORTAL, "sync");
      var changes = Scene.each(3, 2, deal -> Scene.change(deal, OptionalLong.empty()));
      var journal = Scene.planned(lease, changes);
      journal.intend(changes.subList(0, 1), Policy.MIRROR_WINS);

      first.close();

      assertUnreachable(() -> journal.intend(changes.subList(1, 2), Policy.MIRROR_WINS));
      assertUnreachable(() -> journal.observed(Scene.observed(1)));
      assertUnreachable(() -> lease.finish(journal.run(), Scene.end(RunState.FAILED)));
      lease.close();
      assertUnreachable(() -> leases.acquire(PORTAL, "sync"));
      assertUnreachable(() -> mirror.page(new Selection.All(), 0, 10));
      assertUnreachable(() -> database.archive().status(PORTAL));
      assertUnreachable(() -> database.migrations().state());

      try (var second = EmbeddedPostgres.open(home, Durability.DISPOSABLE)) {
        assertThat(second.jdbcUrl()).isEqualTo(first.jdbcUrl());
        assertThat(eventually(() -> mirror.page(new Selection.All(), 0, 10))).hasSize(2);
        try (var next = leases.acquire(PORTAL, "sync")) {
          List<OpenIntent> open = next.open(Scene.HEADER).openIntents(0, 0, 10);
          assertThat(open)
              .containsExactly(new OpenIntent(journal.run(), false, true, changes.get(0)));
        }
        assertThat(database.archive().run(journal.run()).orElseThrow().state())
            .isEqualTo(RunState.INTERRUPTED);
      }
    }
  }

  /** The pool waits a while between its attempts to connect. */
  private static <T> T eventually(Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (DatabaseException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void assertUnreachable(ThrowingCallable call) {
    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(call)
        .satisfies(
            failure -> assertThat(failure.kind()).as("%s", failure).isEqualTo(Kind.UNREACHABLE));
  }
}
