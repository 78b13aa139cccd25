package io.atoll.chaos.copy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A second copy of all classes of the project, some of them altered. Only classes of other projects
 * and of the JDK are shared with the first copy, so that several can run at once.
 */
public final class CopiedClasses extends ClassLoader {
  private static final String PROJECT = "io.atoll.";

  private final ClassLoader rest;
  private final Map<String, byte[]> altered;
  private final Map<String, byte[]> read;

  /**
   * @param altered classes that differ, by name
   * @param read what was read of the others, by name; may be shared with other copies
   */
  public CopiedClasses(Map<String, byte[]> altered, ConcurrentHashMap<String, byte[]> read) {
    super("copied", CopiedClasses.class.getClassLoader());
    this.rest = CopiedClasses.class.getClassLoader();
    this.altered = altered;
    this.read = read;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(PROJECT)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      byte[] bytes = altered.get(name);
      if (bytes == null) {
        bytes = read(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  private byte[] read(String name) throws ClassNotFoundException {
    byte[] known = read.get(name);
    if (known != null) {
      return known;
    }
    try (InputStream from = rest.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (from == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = from.readAllBytes();
      read.put(name, bytes);
      return bytes;
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
