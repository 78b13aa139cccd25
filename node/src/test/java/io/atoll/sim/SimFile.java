package io.atoll.sim;

import io.atoll.env.DiskFile;
import io.atoll.sim.SimDisk.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link SimDisk}; dead once the node that opened it has died. */
final class SimFile implements DiskFile {
  private final SimDisk disk;
  private final SimOperations operations;
  private final String name;
  private final SimInode inode;
  private final boolean writable;
  private final long incarnation;

  SimFile(
      SimDisk disk,
      SimOperations operations,
      String name,
      SimInode inode,
      boolean writable,
      long incarnation) {
    this.disk = disk;
    this.operations = operations;
    this.name = name;
    this.inode = inode;
    this.writable = writable;
    this.incarnation = incarnation;
  }

  @Override
  public long sizeBytes() {
    disk.checkAlive(incarnation);
    return inode.size();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    disk.checkAlive(incarnation);
    operations.performRead(name);
    return readBytes(target, position);
  }

  private int readBytes(ByteBuffer target, long position) {
    int wanted = target.remaining();
    byte[] bytes = new byte[Math.min(wanted, inode.size())];
    int count = inode.read(bytes, 0, bytes.length, position);
    target.put(bytes, 0, count);
    return count;
  }

  @Override
  public int readNow(ByteBuffer target, long position) {
    disk.checkAlive(incarnation);
    boolean now =
        disk.answersNow()
            && position + target.remaining() <= inode.size()
            && operations.reads(name);
    return now ? readBytes(target, position) : -1;
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    checkWritable();
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    int start = Math.toIntExact(position);
    operations.perform(
        Operation.Kind.WRITE,
        name,
        () -> {
          int room = disk.roomFor(inode.size(), start, bytes.length);
          if (room < bytes.length) {
            writeStart(start, bytes, room);
            throw new IOException("No space left on device");
          }
          inode.write(start, bytes);
        },
        () -> writeStart(start, bytes, bytes.length / 2));
  }

  @Override
  public void sync() throws IOException {
    checkWritable();
    operations.performSync(Operation.Kind.SYNC, name, this::syncInode, inode::failSync);
  }

  private void syncInode() {
    inode.sync();
    disk.synced(name, inode);
  }

  @Override
  public void truncate(long sizeBytes) throws IOException {
    checkWritable();
    int size = Math.toIntExact(sizeBytes);
    operations.perform(
        Operation.Kind.TRUNCATE,
        name,
        () -> {
          if (size < inode.size()) {
            inode.truncate(size);
          }
        },
        () -> {});
  }

  @Override
  public void close() {}

  private void writeStart(int position, byte[] bytes, int length) {
    if (length > 0) {
      inode.write(position, java.util.Arrays.copyOf(bytes, length));
    }
  }

  private void checkWritable() throws IOException {
    disk.checkAlive(incarnation);
    if (!writable) {
      throw new IOException(name + " was opened for reading only");
    }
  }
}
