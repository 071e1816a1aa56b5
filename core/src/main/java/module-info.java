/** The pure domain of numberpool and the ports that adapters implement. */
module dev.numberpool.core {
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.numberpool;
    exports dev.numberpool.desk;
    exports dev.numberpool.diagnose;
    exports dev.numberpool.memory;
    exports dev.numberpool.spi;
}
