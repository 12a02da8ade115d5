package io.dealsync.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealsync.db.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hearing of edits, and finding out that nothing is heard any more. */
@Timeout(60)
class EditFeedTest {

  @RegisterExtension final TestDatabase server = TestSchema.migrated();

  /** A firewall between client and server, which may forget the flow without telling anybody. */
  private static final class Firewall implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int port;
    private volatile boolean forgotten;

    Firewall(int port) throws IOException {
      this.port = port;
      Thread.ofPlatform().daemon().start(this::serve);
    }

    private void serve() {
      try {
        while (true) {
          Socket in = door.accept();
          Socket out = new Socket(InetAddress.getLoopbackAddress(), port);
          Thread.ofPlatform().daemon().start(() -> pass(in, out));
          Thread.ofPlatform().daemon().start(() -> pass(out, in));
        }
      } catch (IOException closed) {
        // The test is over.
      }
    }

    private void pass(Socket from, Socket to) {
      byte[] buffer = new byte[8192];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (!forgotten) {
            out.write(buffer, 0, read);
          }
        }
      } catch (IOException closed) {
        // One side is gone.
      }
    }

    @Override
    public void close() throws IOException {
      door.close();
    }
  }

  @Test
  void a_connection_that_died_without_a_word_is_found_out() throws Exception {
    URI url = URI.create(server.jdbcUrl().substring("jdbc:".length()));
    try (Firewall firewall = new Firewall(url.getPort());
        Database database =
            Database.open(
                server.jdbcUrl().replace(":" + url.getPort(), ":" + firewall.door.getLocalPort()),
                server.user(),
                server.password(),
                2);
        EditFeed feed = database.edits()) {
      feed.prove();
      edit(1);
      assertThat(feed.await(Duration.ofSeconds(5))).containsExactly("main");

      firewall.forgotten = true;
      edit(2);

      assertThat(feed.await(Duration.ofMillis(100))).isEmpty();
      assertThatThrownBy(feed::prove).isInstanceOf(DatabaseException.class);
    }
  }

  private void edit(long deal) throws Exception {
    try (Connection person = server.connect();
        Statement statement = person.createStatement()) {
      statement.execute(
          "INSERT INTO dealsync.deal_contact (deal_id, contact_id) VALUES (%d, 7)".formatted(deal));
    }
  }
}
