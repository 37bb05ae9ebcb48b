//! The sentences about what was deleted when its time was over.

sentences! {
    /// The sentences about what was deleted when its time was over.
    SweptMessages {
        title "到期删除" "Deleted when its time was over"
        help "保存期满的内容由系统每天自动删除，这里只记日期和数量，不记是谁。" "What has been kept long enough is deleted by itself each day; here are days and numbers, and nobody's name."
        none "还没有到期的内容。" "Nothing has been due yet."
        people "{}：{} 人" "{}: {}"
        entries "{}：{} 条" "{}: {}"
        about "{} · 保存满 {} 个月" "{} · kept for {} months"
        latest "最近 {} 条" "The latest {}"
    }
}
