package io.atoll.chaos.sabotage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A second copy of all classes of the project, a few of them sabotaged. Only classes of other
 * projects and of the JDK are shared with the first copy, so that two sabotages can run at once.
 */
final class SabotagedClasses extends ClassLoader {
  private static final String PROJECT = "io.atoll.";

  private final ClassLoader rest;
  private final Map<String, byte[]> sabotaged;
  private final Map<String, byte[]> read;

  /**
   * @param sabotaged classes that differ, by name
   * @param read what was read of the others, by name; may be shared with other copies
   */
  SabotagedClasses(Map<String, byte[]> sabotaged, ConcurrentHashMap<String, byte[]> read) {
    super("sabotaged", SabotagedClasses.class.getClassLoader());
    this.rest = SabotagedClasses.class.getClassLoader();
    this.sabotaged = sabotaged;
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
      byte[] bytes = sabotaged.get(name);
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
