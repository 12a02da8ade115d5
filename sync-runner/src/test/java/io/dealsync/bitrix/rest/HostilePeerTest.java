package io.dealsync.bitrix.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dealsync.bitrix.RecordingListener;
import io.dealsync.bitrix.auth.Webhook;
import io.dealsync.bitrix.http.BoundedBody;
import io.dealsync.bitrix.pace.BucketRate;
import io.dealsync.bitrix.pace.Priority;
import io.dealsync.bitrix.pace.SteppedTime;
import io.dealsync.bitrix.wire.Json;
import io.dealsync.portal.PortalFailure;
import io.dealsync.portal.PortalFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a peer sends, a request ends in time and takes no more memory than is stated. */
@Timeout(60)
class HostilePeerTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  private static final Duration DEADLINE = Duration.ofMillis(1500);

  private final AtomicLong sent = new AtomicLong();
  private final RecordingListener listener = new RecordingListener();

  private PortalFailure failure(RawServer.Behaviour behaviour, Duration deadline)
      throws IOException {
    try (RawServer server = new RawServer(behaviour);
        RestClient client =
            new RestClient(
                Webhook.parse("http://127.0.0.1:%d/rest/1/s3cretc0de/".formatted(server.port())),
                RestSettings.DEFAULT.rate(BucketRate.UNLIMITED).exchangeTimeout(deadline),
                listener,
                new SteppedTime(),
                new Random(1))) {
      Call<Boolean> asking =
          Call.reading("m", generator -> {}, Json::truth).patience(RetryPolicy.ASKING);
      PortalFailure failure =
          catchThrowableOfType(
              PortalFailure.class, () -> client.call(asking, new Caller(Priority.BULK)));
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      return failure;
    }
  }

  private void endlessly(OutputStream out, byte[] part) throws IOException {
    while (true) {
      out.write(part);
      sent.addAndGet(part.length);
    }
  }

  @Test
  void an_endless_body_is_cut_off_at_the_stated_size() throws IOException {
    byte[] part = new byte[64 * 1024];

    PortalFailure failure =
        failure(
            out -> {
              out.write((HEAD + "\r\n{\"result\":\"").getBytes(ISO_8859_1));
              endlessly(out, part);
            },
            Duration.ofSeconds(30));

    assertThat(failure).hasMessageContaining("its answer is larger than 32 MB");
    assertThat(sent.get()).isLessThan(3L * BoundedBody.MOST_MEGABYTES << 20);
  }

  @Test
  void an_endless_body_in_chunks_is_cut_off_as_well() throws IOException {
    byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(ISO_8859_1);

    PortalFailure failure =
        failure(
            out -> {
              out.write((HEAD + "Transfer-Encoding: chunked\r\n\r\n").getBytes(ISO_8859_1));
              endlessly(out, chunk);
            },
            Duration.ofSeconds(30));

    assertThat(failure).hasMessageContaining("its answer is larger than 32 MB");
  }

  @Test
  void a_body_that_drips_ends_with_the_whole_exchanges_deadline() throws IOException {
    long began = System.nanoTime();

    PortalFailure failure =
        failure(
            out -> {
              out.write((HEAD + "Content-Length: 100000\r\n\r\n").getBytes(ISO_8859_1));
              while (true) {
                out.write(' ');
                out.flush();
                Thread.sleep(20);
              }
            },
            DEADLINE);

    assertThat(failure).hasMessageContaining("no whole answer within");
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isLessThan(DEADLINE.multipliedBy(2).plusSeconds(10));
  }

  @Test
  void headers_that_do_not_end_are_cut_off() throws IOException {
    byte[] header = ("X-Padding: " + "x".repeat(1000) + "\r\n").getBytes(ISO_8859_1);

    failure(
        out -> {
          out.write(HEAD.getBytes(ISO_8859_1));
          endlessly(out, header);
        },
        Duration.ofSeconds(20));

    assertThat(sent.get()).isLessThan(64L << 20);
    assertThat(String.join("", listener.lines())).doesNotContain("no whole answer");
  }

  @Test
  void provisional_answers_that_do_not_end_are_bounded_in_time() throws IOException {
    byte[] going = "HTTP/1.1 102 Processing\r\n\r\n".getBytes(ISO_8859_1);

    failure(out -> endlessly(out, going), DEADLINE);
  }

  @Test
  void a_compressed_answer_is_not_unpacked() throws IOException {
    byte[] bomb = bomb();

    PortalFailure failure =
        failure(
            out -> {
              out.write(
                  (HEAD
                          + "Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                              .formatted(bomb.length))
                      .getBytes(ISO_8859_1));
              out.write(bomb);
            },
            Duration.ofSeconds(30));

    assertThat(failure).hasMessageContaining("a compressed answer, which was not asked for");
  }

  /** 200 MB in 200 KB. */
  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        zip.write(zeros);
      }
    }
    return bytes.toByteArray();
  }
}
