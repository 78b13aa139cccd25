package io.atoll.storage.table;

import io.atoll.env.DiskFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/** Reads a table's parts from its end and believes none before its checksum. */
final class TableOpening {
  private final DiskFile file;
  private final String name;
  private final long number;
  private final PlacedChecksum checksum = new PlacedChecksum();

  /** Of the bytes as they are in the file, which nothing needs once the table is open. */
  private final Arena arena;

  TableOpening(DiskFile file, String name, long number, Arena arena) {
    this.file = file;
    this.name = name;
    this.number = number;
    this.arena = arena;
  }

  Table open(int shard, int keyspaceId) throws IOException {
    TableFooter footer = footer();
    if (footer.number() != number || footer.shard() != shard || footer.keyspaceId() != keyspaceId) {
      throw DamagedTableException.whole(
          name,
          file.sizeBytes() - TableFooter.BYTES,
          "it is table %d of shard %d, keyspace %d, and not table %d of shard %d, keyspace %d"
              .formatted(
                  footer.number(), footer.shard(), footer.keyspaceId(), number, shard, keyspaceId));
    }
    return open(footer);
  }

  /** Opens it as what its footer says it is. */
  Table open() throws IOException {
    return open(footer());
  }

  private TableFooter footer() throws IOException {
    long size = file.sizeBytes();
    if (size < TableFooter.BYTES) {
      throw DamagedTableException.whole(name, size, "it is shorter than a footer");
    }
    ByteBuffer last = read(size - TableFooter.BYTES, TableFooter.BYTES);
    return TableFooter.read(last, checksum, number, size, name);
  }

  private Table open(TableFooter footer) throws IOException {
    TableProperties properties =
        TableProperties.read(
            part(footer.propertiesAt(), footer.propertiesBytes(), "properties"),
            footer,
            file.sizeBytes());
    if (!TableSettings.isBlockLength(properties.blockBytes())) {
      throw DamagedTableException.whole(
          name,
          footer.propertiesAt(),
          "blocks of %d bytes are none that a table has".formatted(properties.blockBytes()));
    }
    BlockIndex index =
        BlockIndex.read(part(footer.indexAt(), footer.indexBytes(), "index"), footer.blocksEnd());
    if (index == null) {
      throw DamagedTableException.whole(name, footer.indexAt(), "the index contradicts itself");
    }
    if (!index.lies(properties.firstToken(), properties.lastToken())) {
      throw DamagedTableException.whole(
          name, footer.propertiesAt(), "the tokens of the properties are not those of the index");
    }
    Filter filter = Filter.read(part(footer.blocksEnd(), footer.filterBytes(), "filter"));
    if (filter == null) {
      throw DamagedTableException.whole(name, footer.blocksEnd(), "the filter contradicts itself");
    }
    return Table.of(file, name, properties, index, filter);
  }

  /** A part without its checksum, which is right. */
  private ByteBuffer part(long at, int bytes, String what) throws IOException {
    ByteBuffer part = read(at, bytes);
    part.limit(bytes - TableFooter.CRC_BYTES);
    int found = checksum.of(number, at, part);
    part.limit(bytes);
    if (part.getInt(bytes - TableFooter.CRC_BYTES) != found) {
      throw DamagedTableException.whole(name, at, "the checksum of the " + what + " is wrong");
    }
    return part.limit(bytes - TableFooter.CRC_BYTES);
  }

  /** Bytes of the file; the caller knows that the file is long enough to hold them. */
  private ByteBuffer read(long at, int bytes) throws IOException {
    ByteBuffer target = arena.allocate(bytes).asByteBuffer();
    if (file.read(target, at) < bytes) {
      throw DamagedTableException.whole(name, at, "the file ends within the part");
    }
    return target.flip();
  }
}
