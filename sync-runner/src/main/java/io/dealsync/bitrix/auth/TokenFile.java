package io.dealsync.bitrix.auth;

import io.dealsync.bitrix.http.ReadFailure;
import io.dealsync.bitrix.wire.Json;
import io.dealsync.bitrix.wire.ShapeException;
import io.dealsync.files.Openness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/** A file with a pair of tokens as JSON: reads it, and brings it to the disk. */
final class TokenFile {

  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

  /** More than a pair of tokens takes. */
  private static final int ROOM = 4096;

  private static final byte[] BLANK = {' '};

  private TokenFile() {}

  /**
   * What a file holds.
   *
   * @param replaces the access token that the pair is to replace elsewhere; blank when none
   */
  record Content(Tokens tokens, String replaces) {}

  /**
   * @throws UncheckedIOException with a sentence, when there is no file, it holds no tokens, or
   *     others may write it: whoever did would decide where dealsync goes
   */
  static Content read(Path file) {
    try {
      requireClosed(file);
      Map<String, String> fields = new HashMap<>();
      Json.read(
          Files.readAllBytes(file),
          parser -> Json.fields(parser, name -> fields.put(name, Json.text(parser))));
      URI portal = URI.create(fields.getOrDefault("client_endpoint", ""));
      Tokens tokens =
          new Tokens(
              fields.getOrDefault("access_token", ""),
              fields.getOrDefault("refresh_token", ""),
              portal,
              TokenServer.named(fields.getOrDefault("server_endpoint", ""), portal));
      return new Content(tokens, fields.getOrDefault("replaces", ""));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "the OAuth tokens cannot be read from %s (%s)"
              .formatted(file, ReadFailure.why(unreadable)),
          unreadable);
    } catch (JacksonException | ShapeException | IllegalArgumentException damaged) {
      throw new UncheckedIOException(
          file + " holds no OAuth tokens", new IOException("no token pair"));
    }
  }

  private static void requireClosed(Path file) throws IOException {
    switch (Openness.of(file)) {
      case WRITABLE -> throw new IOException("others may write it: chmod 600 " + file);
      case FOREIGN -> throw new IOException("it belongs to another user of this machine");
      case READABLE ->
          LOG.warn(
              "the file {} holds OAuth tokens and others may read it: chmod 600 {}", file, file);
      case CLOSED -> {}
    }
  }

  /** What a file holds, if it is there and whole. */
  static Optional<Content> find(Path file) {
    try {
      return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    } catch (UncheckedIOException unusable) {
      return Optional.empty();
    }
  }

  /** Makes the file long enough for any pair; blanks behind a pair do no harm. */
  static void takeRoom(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.position(channel.size());
      write(
          channel,
          " ".repeat((int) Math.max(0, ROOM - channel.size())).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Writes a file that nobody reads yet. */
  static void write(Path file, byte[] json) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      write(channel, json);
      channel.truncate(channel.position()).force(true);
    }
  }

  /**
   * Writes a file in place. As long as its first character is a blank it holds no tokens, so that
   * nobody takes half of one pair and half of the other for a pair.
   */
  static void overwrite(Path file, Content content) throws IOException {
    byte[] json = json(content);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      write(channel, BLANK);
      write(channel, ByteBuffer.wrap(json, 1, json.length - 1));
      channel.truncate(channel.position());
      channel.position(0);
      write(channel, ByteBuffer.wrap(json, 0, 1));
    }
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    write(channel, ByteBuffer.wrap(bytes));
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  static byte[] json(Content content) {
    return Json.write(generator -> fields(content, generator));
  }

  private static void fields(Content content, JsonGenerator generator) {
    Tokens tokens = content.tokens();
    generator.writeStartObject();
    generator.writeStringProperty("access_token", tokens.access());
    generator.writeStringProperty("refresh_token", tokens.refresh());
    generator.writeStringProperty("client_endpoint", tokens.endpoint().toString());
    tokens
        .server()
        .ifPresent(server -> generator.writeStringProperty("server_endpoint", server.toString()));
    if (!content.replaces().isEmpty()) {
      generator.writeStringProperty("replaces", content.replaces());
    }
    generator.writeEndObject();
  }
}
