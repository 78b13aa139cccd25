package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More files than there may be descriptors for. */
class ReadHandlesTest {
  @TempDir Path directory;

  @Test
  void anyNumberOfFilesIsReadThroughAFewDescriptors() throws IOException {
    ReadHandles handles = new ReadHandles(3);
    List<DiskFile> files = open(handles, 20);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < files.size(); i++) {
        assertThat(byteOf(files.get(i))).isEqualTo(i);
        assertThat(files.get(i).sizeBytes()).isEqualTo(1);
        assertThat(handles.count()).isLessThanOrEqualTo(3);
      }
    }
    for (DiskFile file : files) {
      file.close();
    }
    assertThat(handles.count()).isZero();
  }

  @Test
  void theOneThatIsReadAllTheTimeStaysOpen() throws IOException {
    ReadHandles handles = new ReadHandles(3);
    List<DiskFile> files = open(handles, 10);
    DiskFile hot = files.getFirst();
    byteOf(hot);
    Files.delete(directory.resolve("0"));
    for (DiskFile other : files.subList(1, 10)) {
      byteOf(other);
      assertThat(byteOf(hot)).as("it cannot have been opened again").isZero();
    }
  }

  @Test
  void whatWasClosedToSaveADescriptorIsNotReadOnALoop() throws IOException {
    ReadHandles handles = new ReadHandles(1);
    List<DiskFile> files = open(handles, 2);
    ByteBuffer target = ByteBuffer.allocateDirect(1);
    assertThat(files.get(0).readNow(target, 0)).isEqualTo(-1);
    assertThat(target.position()).isZero();
    assertThat(byteOf(files.get(0))).isZero();
  }

  @Test
  void aFileIsOnlyReadAndNotAfterItsEnd() throws IOException {
    DiskFile file = open(new ReadHandles(2), 1).getFirst();
    assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 0))
        .isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> file.truncate(0)).isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(file::sync).isInstanceOf(NonWritableChannelException.class);
    file.close();
    file.close();
    assertThatThrownBy(() -> byteOf(file)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> file.readNow(ByteBuffer.allocateDirect(1), 0))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void aFileThatIsNotThereCostsNoOtherItsDescriptor() throws IOException {
    ReadHandles handles = new ReadHandles(2);
    open(handles, 1);
    assertThatThrownBy(() -> ReadOnlyFile.open(handles, directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(handles.count()).isEqualTo(1);
  }

  @Test
  void threadsThatTakeEachOthersDescriptorsAllReadWhatIsThere() throws Exception {
    ReadHandles handles = new ReadHandles(2);
    List<DiskFile> files = open(handles, 6);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> readers = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int first = t;
        readers.add(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                int file = (first + i) % files.size();
                assertThat(byteOf(files.get(file))).isEqualTo(file);
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(readers)) {
        done.get();
      }
    }
    assertThat(handles.count()).isLessThanOrEqualTo(2);
  }

  private List<DiskFile> open(ReadHandles handles, int count) throws IOException {
    List<DiskFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path path = directory.resolve(String.valueOf(i));
      Files.write(path, new byte[] {(byte) i});
      files.add(ReadOnlyFile.open(handles, path));
    }
    return files;
  }

  private static int byteOf(DiskFile file) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(1);
    assertThat(file.read(target, 0)).isEqualTo(1);
    return target.get(0);
  }
}
