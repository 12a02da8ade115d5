package io.dealsync.sandbox.crm;

import io.dealsync.files.OwnerOnly;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps a portal's state in one file: numbers of variable length, ids as differences. A new file
 * replaces the old one in one step, so that a crash leaves either.
 */
public final class StateFile {

  private static final String NAME = "portal.dat";
  private static final long MAGIC = 0x4445_414C_5342_5834L;

  private final Path file;
  private final Path draft;

  /** The file in this folder; the folder is made if need be. */
  public StateFile(Path folder) throws IOException {
    OwnerOnly.folders(folder);
    this.file = folder.resolve(NAME);
    this.draft = folder.resolve(NAME + ".new");
  }

  public boolean exists() {
    return Files.exists(file);
  }

  /** Writes everything and forces it to the disk before the old file gives way. */
  public void save(PortalState state) throws IOException {
    try (FileChannel channel = FileChannel.open(OwnerOnly.file(draft), StandardOpenOption.WRITE);
        DataOutputStream out =
            new DataOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16))) {
      state.reading(
          records -> {
            new Writer(out).all(records);
            return records;
          });
      out.flush();
      channel.force(true);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Fills an empty state from the file. */
  public void load(PortalState state) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      state.restore(records -> new Reader(in).all(records));
    } catch (UncheckedIOException e) {
      throw new IOException("the sandbox's state in " + file + " is damaged", e.getCause());
    }
  }

  private record Writer(DataOutputStream out) {

    void all(Records records) {
      try {
        out.writeLong(MAGIC);
        deals(records.deals());
        ids(records.contacts());
        ids(records.companies());
        number(records.multiFields());
        cards(records.dealCards());
        cards(records.contactCards());
        cards(records.companyCards());
        set(records.unreadableDeals());
        set(records.readOnlyDeals());
        set(records.unreadableContacts());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void deals(DealTable deals) throws IOException {
      ids(deals.ids());
      for (int i = 0; i < deals.ids().size(); i++) {
        number(deals.updatedAt(i));
        number(deals.primaryContact(i));
        long[] links = deals.links(i);
        number(links.length);
        for (long part : links) {
          number(part);
        }
      }
    }

    private void ids(SortedIds ids) throws IOException {
      number(ids.highest());
      number(ids.size());
      long previous = 0;
      for (int i = 0; i < ids.size(); i++) {
        number(ids.at(i) - previous);
        previous = ids.at(i);
      }
    }

    private void cards(Cards cards) throws IOException {
      number(cards.entries().size());
      for (var entry : cards.entries()) {
        Card card = entry.getValue();
        number(entry.getKey());
        out.writeUTF(card.title());
        out.writeUTF(card.originatorId());
        out.writeUTF(card.originId());
        out.writeBoolean(card.recurring());
        number(card.more().size());
        for (var field : card.more().entrySet()) {
          out.writeUTF(field.getKey());
          out.writeUTF(field.getValue());
        }
        multi(card.multi());
      }
    }

    private void multi(List<MultiField> fields) throws IOException {
      number(fields.size());
      for (MultiField field : fields) {
        number(field.id());
        out.writeUTF(field.type());
        out.writeUTF(field.valueType());
        out.writeUTF(field.value());
      }
    }

    private void set(Set<Long> ids) throws IOException {
      number(ids.size());
      for (long id : ids) {
        number(id);
      }
    }

    /** Seven bits a byte, the sign folded in, so that small numbers of either sign are short. */
    private void number(long value) throws IOException {
      long rest = (value << 1) ^ (value >> 63);
      while ((rest & ~0x7FL) != 0) {
        out.writeByte((int) (rest & 0x7F) | 0x80);
        rest >>>= 7;
      }
      out.writeByte((int) rest);
    }
  }

  private record Reader(DataInputStream in) {

    void all(Records records) {
      try {
        if (in.readLong() != MAGIC) {
          throw new IOException("not a sandbox file, or of another version");
        }
        deals(records.deals());
        ids(records.contacts());
        ids(records.companies());
        records.multiFields(number());
        cards(records.dealCards());
        cards(records.contactCards());
        cards(records.companyCards());
        set(records.unreadableDeals());
        set(records.readOnlyDeals());
        set(records.unreadableContacts());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void deals(DealTable deals) throws IOException {
      deals.ids().passed(number());
      int count = (int) number();
      long id = 0;
      for (int i = 0; i < count; i++) {
        id += number();
        deals.insert(id, 0);
      }
      for (int i = 0; i < count; i++) {
        deals.touch(i, number());
        deals.setPrimaryContact(i, number());
        long[] links = new long[(int) number()];
        for (int part = 0; part < links.length; part++) {
          links[part] = number();
        }
        deals.setLinks(i, links.length == 0 ? PackedLinks.NONE : links);
      }
    }

    private void ids(SortedIds ids) throws IOException {
      ids.passed(number());
      long[] read = new long[(int) number()];
      long id = 0;
      for (int i = 0; i < read.length; i++) {
        id += number();
        read[i] = id;
      }
      ids.addAll(read, read.length);
    }

    private void cards(Cards cards) throws IOException {
      long count = number();
      for (long i = 0; i < count; i++) {
        long id = number();
        Card card = Card.imported(in.readUTF(), in.readUTF(), in.readUTF());
        boolean template = in.readBoolean();
        Card whole = card.with(fields()).withMulti(multi());
        cards.put(id, template ? whole.asTemplate() : whole);
      }
    }

    private Map<String, String> fields() throws IOException {
      Map<String, String> fields = new HashMap<>();
      long count = number();
      for (long i = 0; i < count; i++) {
        fields.put(in.readUTF(), in.readUTF());
      }
      return fields;
    }

    private List<MultiField> multi() throws IOException {
      List<MultiField> fields = new ArrayList<>();
      long count = number();
      for (long i = 0; i < count; i++) {
        fields.add(new MultiField(number(), in.readUTF(), in.readUTF(), in.readUTF()));
      }
      return fields;
    }

    private void set(Set<Long> ids) throws IOException {
      long count = number();
      for (long i = 0; i < count; i++) {
        ids.add(number());
      }
    }

    private long number() throws IOException {
      long value = 0;
      int shift = 0;
      int read;
      do {
        read = in.readUnsignedByte();
        value |= (long) (read & 0x7F) << shift;
        shift += 7;
      } while ((read & 0x80) != 0);
      return (value >>> 1) ^ -(value & 1);
    }
  }
}
