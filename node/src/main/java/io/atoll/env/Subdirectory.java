package io.atoll.env;

import java.io.IOException;
import java.util.List;

/** A directory of a disk as a disk of its own. Without a lock: that of the whole disk holds. */
public final class Subdirectory implements Disk {
  private final Disk disk;
  private final String directory;

  /**
   * @param directory relative to the disk; it need not exist yet
   */
  public Subdirectory(Disk disk, String directory) {
    this.disk = disk;
    this.directory = directory;
  }

  @Override
  public void createDirectories(String name) throws IOException {
    disk.createDirectories(in(name));
  }

  @Override
  public List<String> list(String name) throws IOException {
    return disk.list(in(name));
  }

  @Override
  public boolean exists(String name) throws IOException {
    return disk.exists(in(name));
  }

  @Override
  public DiskFile openForRead(String name) throws IOException {
    return disk.openForRead(in(name));
  }

  @Override
  public DiskFile openForWrite(String name) throws IOException {
    return disk.openForWrite(in(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.rename(in(from), in(to));
  }

  @Override
  public void link(String existing, String additional) throws IOException {
    disk.link(in(existing), in(additional));
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(in(name));
  }

  @Override
  public void syncDirectory(String name) throws IOException {
    disk.syncDirectory(in(name));
  }

  @Override
  public String fingerprint(String name) throws IOException {
    return disk.fingerprint(in(name));
  }

  @Override
  public long usableBytes() throws IOException {
    return disk.usableBytes();
  }

  @Override
  public AutoCloseable lock() {
    return () -> {};
  }

  @Override
  public String describe() {
    return disk.describe() + "/" + directory;
  }

  private String in(String name) {
    return name.isEmpty() ? directory : directory + "/" + name;
  }
}
