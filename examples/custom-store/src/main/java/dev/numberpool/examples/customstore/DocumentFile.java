package dev.numberpool.examples.customstore;

import dev.numberpool.StoreException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.tx.Transaction;
import org.h2.mvstore.tx.TransactionStore;

/** A file with transactions: whoever changes something takes turns, and whoever looks does not wait for a decision. */
final class DocumentFile implements AutoCloseable {
    /** Held by whoever changes something, from the first look to the commit. */
    private final ReentrantLock turn = new ReentrantLock();
    /** Locked for writing while a change comes into view, so that nobody sees half of it, or what may still be lost. */
    private final ReadWriteLock view = new ReentrantReadWriteLock();

    private final MVStore store;
    private final TransactionStore transactions;

    /** Opens the file, or makes it. Refused while it is open elsewhere. */
    DocumentFile(Path path) {
        try {
            // An interrupted thread still waits for its write: the background writer would not let it, so there is
            // none, and a plain channel would be closed for everybody, so it is "async:".
            store = new MVStore.Builder()
                    .fileName("async:" + path.toAbsolutePath())
                    .autoCommitDisabled()
                    .open();
            transactions = new TransactionStore(store);
            transactions.init();
            // Changes that were under way when the file was closed.
            transactions.endLeftoverTransactions();
        } catch (MVStoreException e) {
            throw new StoreException("the file cannot be opened; only one process at a time may have it", false, e);
        }
    }

    /** One atomic step: all of it is on the disk when this returns, or nothing of it is kept if the work throws. */
    <T> T change(Function<Transaction, T> work) {
        if (turn.isHeldByCurrentThread()) {
            throw new StoreException("a strategy must not change the store; it is decided in the middle of a call");
        }
        turn.lock();
        try {
            Transaction transaction = transactions.begin();
            T result = applied(work, transaction);
            commit(transaction);
            return result;
        } catch (MVStoreException e) {
            throw failed(e);
        } finally {
            turn.unlock();
        }
    }

    /** What is committed, as it is at one moment. */
    <T> T look(Function<Transaction, T> work) {
        view.readLock().lock();
        try {
            Transaction transaction = transactions.begin();
            T result = applied(work, transaction);
            transaction.rollback();
            return result;
        } catch (MVStoreException e) {
            throw failed(e);
        } finally {
            view.readLock().unlock();
        }
    }

    /** A change that is under way fails, and nothing of it is kept. */
    @Override
    public void close() {
        store.close();
    }

    private static <T> T applied(Function<Transaction, T> work, Transaction transaction) {
        try {
            return work.apply(transaction);
        } catch (Throwable e) {
            transaction.rollback();
            throw e;
        }
    }

    private void commit(Transaction transaction) {
        view.writeLock().lock();
        try {
            transaction.commit();
            store.commit();
            store.sync();
        } catch (MVStoreException e) {
            throw failed(e);
        } finally {
            view.writeLock().unlock();
        }
    }

    /** Nobody may go on with what might not be there after a restart. The engine's own words may hold documents. */
    private StoreException failed(MVStoreException e) {
        store.closeImmediately();
        return new StoreException("the file is closed, after error " + e.getErrorCode()
                + " of MVStore; open it again to see whether the last change was kept");
    }
}
