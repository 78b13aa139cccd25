package io.atoll.runtime;

import io.atoll.env.Invariant;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads what the operating system has in its page cache, and nothing else: {@code preadv2} with
 * {@code RWF_NOWAIT} (Linux 4.14) answers at once or not at all, so an event loop may call it. The
 * JDK has no such call and does not show the descriptors of its channels, so this has one of its
 * own. Where the system lacks the call, every read says that it would have to wait.
 *
 * <p>Belongs to one thread.
 */
final class CachedReads implements AutoCloseable {
  private static final int O_RDONLY = 0;
  private static final int O_CLOEXEC = 0x80000;
  private static final int RWF_NOWAIT = 8;
  private static final int NO_DESCRIPTOR = -1;

  private static final Optional<Calls> CALLS = Calls.find();

  /** {@code struct iovec}: where to read to, and how much. */
  private final MemorySegment vector =
      Arena.ofAuto().allocate(MemoryLayout.sequenceLayout(2, ValueLayout.JAVA_LONG));

  private final int descriptor;
  private boolean closed;

  /** The functions of the C library. */
  private record Calls(MethodHandle open, MethodHandle preadv2, MethodHandle close) {
    @SuppressWarnings("restricted") // the launcher grants native access
    static Optional<Calls> find() {
      if (!System.getProperty("os.name").equals("Linux")) {
        return Optional.empty();
      }
      Linker linker = Linker.nativeLinker();
      SymbolLookup library = linker.defaultLookup();
      Optional<MemorySegment> preadv2 = library.find("preadv2");
      if (preadv2.isEmpty()) {
        return Optional.empty();
      }
      FunctionDescriptor openType =
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
      FunctionDescriptor readType =
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT);
      FunctionDescriptor closeType =
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
      return Optional.of(
          new Calls(
              linker.downcallHandle(
                  library.findOrThrow("open"), openType, Linker.Option.firstVariadicArg(2)),
              linker.downcallHandle(preadv2.get(), readType),
              linker.downcallHandle(library.findOrThrow("close"), closeType)));
    }
  }

  private CachedReads(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Opens a file; one that cannot be opened has nothing that could be read now. */
  static CachedReads open(Path path) {
    if (CALLS.isEmpty()) {
      return new CachedReads(NO_DESCRIPTOR);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path.toString());
      return new CachedReads((int) CALLS.get().open.invokeExact(name, O_RDONLY | O_CLOEXEC));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** See {@link io.atoll.env.DiskFile#readNow}; only direct buffers are read into. */
  int read(ByteBuffer target, long position) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (descriptor == NO_DESCRIPTOR || !target.isDirect()) {
      return -1;
    }
    int wanted = target.remaining();
    vector.set(ValueLayout.JAVA_LONG, 0, MemorySegment.ofBuffer(target).address());
    vector.set(ValueLayout.JAVA_LONG, Long.BYTES, wanted);
    long read;
    try {
      read = (long) CALLS.get().preadv2.invokeExact(descriptor, vector, 1, position, RWF_NOWAIT);
    } catch (Throwable e) {
      throw unexpected(e);
    }
    if (read != wanted) {
      return -1;
    }
    target.position(target.limit());
    return wanted;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (descriptor != NO_DESCRIPTOR) {
      try {
        int result = (int) CALLS.get().close.invokeExact(descriptor);
        Invariant.check(result == 0, "a descriptor that is open can be closed");
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }
  }

  private static IllegalStateException unexpected(Throwable e) {
    return new IllegalStateException("a call of the C library failed in Java", e);
  }
}
