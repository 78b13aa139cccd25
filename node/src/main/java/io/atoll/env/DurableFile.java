package io.atoll.env;

import io.atoll.bytes.Crc32c;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A small file that is replaced as a whole: after a crash it holds the old content or the new,
 * never a mixture.
 *
 * <p>Layout, big-endian: {@code int magic, int version, int length, byte[length], int crc32c(all
 * before)}. Blocking.
 */
public final class DurableFile {
  private static final int HEADER_BYTES = 12;
  private static final int CRC_BYTES = 4;
  private static final int MAX_BYTES = 1 << 28;

  private final Disk disk;
  private final String name;
  private final int magic;
  private final int version;

  /**
   * @param magic four bytes that tell this kind of file
   * @param version the newest format of the content; a higher one in the file is refused
   */
  public DurableFile(Disk disk, String name, int magic, int version) {
    this.disk = disk;
    this.name = name;
    this.magic = magic;
    this.version = version;
  }

  /**
   * A content and its format.
   *
   * @param version at most the newest
   */
  public record Versioned(int version, byte[] content) {}

  /** Replaces the content; on return it is certain to survive a power loss. */
  public void replace(byte[] content) throws IOException {
    replace(version, content);
  }

  /**
   * Replaces the content by one of an older format.
   *
   * @param format at most the newest
   */
  public void replace(int format, byte[] content) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + content.length + CRC_BYTES);
    out.putInt(magic).putInt(format).putInt(content.length).put(content);
    out.putInt(Crc32c.of(out.array(), 0, out.position())).flip();
    String temporary = name + ".tmp";
    disk.delete(temporary);
    try (DiskFile file = disk.openForWrite(temporary)) {
      file.write(out, 0);
      file.sync();
    }
    disk.rename(temporary, name);
    disk.syncDirectory(directory());
  }

  /**
   * The content, or empty when there is no such file.
   *
   * @throws IOException as {@link #readVersioned}
   */
  public Optional<byte[]> read() throws IOException {
    return readVersioned().map(Versioned::content);
  }

  /**
   * The content with its format, or empty when there is no such file.
   *
   * @throws NewerFormatException when it is of a newer format
   * @throws DamagedFileException naming the file, when it is damaged or of another kind
   * @throws IOException when the disk cannot be read
   */
  public Optional<Versioned> readVersioned() throws IOException {
    if (!disk.exists(name)) {
      return Optional.empty();
    }
    byte[] bytes;
    try (DiskFile file = disk.openForRead(name)) {
      if (file.sizeBytes() > MAX_BYTES) {
        throw damaged("it is %d bytes long, at most %d are".formatted(file.sizeBytes(), MAX_BYTES));
      }
      bytes = new byte[(int) file.sizeBytes()];
      int read = file.read(ByteBuffer.wrap(bytes), 0);
      if (read != bytes.length) {
        throw damaged("it ends after " + read + " of " + bytes.length + " bytes");
      }
    }
    if (bytes.length < HEADER_BYTES + CRC_BYTES) {
      throw damaged("it is only " + bytes.length + " bytes long");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getInt() != magic) {
      throw damaged("it is a file of another kind");
    }
    int found = in.getInt();
    if (in.getInt(bytes.length - CRC_BYTES) != Crc32c.of(bytes, 0, bytes.length - CRC_BYTES)) {
      throw damaged("its checksum does not match its content");
    }
    if (found > version) {
      throw new NewerFormatException(disk.describe() + ": " + name, found, version);
    }
    int length = in.getInt();
    if (length != bytes.length - HEADER_BYTES - CRC_BYTES) {
      throw damaged(
          "it says %d bytes of content and has %d"
              .formatted(length, bytes.length - HEADER_BYTES - CRC_BYTES));
    }
    byte[] content = new byte[length];
    in.get(content);
    return Optional.of(new Versioned(found, content));
  }

  private String directory() {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private DamagedFileException damaged(String why) {
    return new DamagedFileException("%s: %s is damaged: %s".formatted(disk.describe(), name, why));
  }
}
