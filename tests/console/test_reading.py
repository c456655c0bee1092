"""Reading .xlsx and .csv within limits: what is taken, and in which words the rest is refused."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from emulation.core.errors import Refused
from emulation.core.tabular import Title, Trouble, archive, find_header, grid, read_csv, read_xlsx
from tests.console.files import SHEET, comma, official, repacked, saved, with_font, xlsx

HEADINGS = ("Mã", "Điểm")


def values(read):
    return [row.cells for sheet in read for row in sheet.rows]


def trimmed(row):
    cells = list(row)
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def rows(read):
    return [(row.number, *trimmed(row.cells)) for sheet in read for row in sheet.rows]


def refused(read, data):
    with pytest.raises(Refused) as caught:
        read(data)
    return str(caught.value)


# --- What is taken ----------------------------------------------------------------------------------


def test_values_come_as_excel_keeps_them():
    day = dt.datetime(2022, 11, 5)
    data = xlsx(["Mã", "Điểm"], ["cum-1", 9.5], [None, None], [12, day], [True, "  Tòa án  "])
    assert rows(read_xlsx(data)) == [(1, "Mã", "Điểm"), (2, "cum-1", 9.5), (4, 12, day), (5, True, "Tòa án")]


def test_decomposed_text_is_composed():
    assert rows(read_xlsx(xlsx(["Toa\u0300 a\u0301n"]))) == [(1, "Toà án")]
    assert rows(read_csv("Toa\u0300 a\u0301n,x\n".encode())) == [(1, "Toà án", "x")]


def test_hidden_sheets_are_passed_over():
    book = openpyxl.Workbook()
    book.active.append(["thấy"])
    hidden = book.create_sheet("Ẩn")
    hidden.append(["không thấy"])
    hidden.sheet_state = "hidden"
    assert [sheet.title for sheet in read_xlsx(saved(book))] == ["Sheet"]


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_utf_8_with_any_of_the_separators(mark, separator):
    data = comma(HEADINGS, ["a", "1\n2"], [], ["b", '"x"'], encoding=mark, delimiter=separator)
    assert rows(read_csv(data)) == [(1, "Mã", "Điểm"), (2, "a", "1\n2"), (5, "b", '"x"')]


# --- Cells that cannot be trusted --------------------------------------------------------------------


def test_a_formula_without_a_result_is_named():
    book = openpyxl.Workbook()
    book.active.append(["Điểm", "=1+1", None])
    trouble = values(read_xlsx(saved(book)))[0][1]
    assert trouble == Trouble(
        "The cell holds a formula without a result. Open the file in Excel, save it, and try again."
    )


def test_a_formula_with_a_result_counts_as_its_result():
    data = xlsx(["Điểm", 1])
    cached = repacked(
        data, {SHEET: lambda xml: xml.replace(b'<c r="B1" t="n"><v>1</v>', b'<c r="B1"><f>1+8</f><v>9</v>')}
    )
    assert rows(read_xlsx(cached)) == [(1, "Điểm", 9)]


def test_a_formula_that_gives_an_empty_text_is_empty():
    data = xlsx(["Điểm", 1])
    cached = repacked(
        data,
        {SHEET: lambda xml: xml.replace(b'<c r="B1" t="n"><v>1</v>', b'<c r="B1" t="str"><f>""</f><v></v>')},
    )
    assert rows(read_xlsx(cached)) == [(1, "Điểm")]


def test_array_formulas_without_a_result_are_named_too():
    book = openpyxl.Workbook()
    book.active["A1"] = ArrayFormula("A1:A2", "=B1:B2")
    assert isinstance(values(read_xlsx(saved(book)))[0][0], Trouble)


def test_an_error_value_is_named():
    data = xlsx(["Điểm", 1])
    broken = repacked(
        data, {SHEET: lambda xml: xml.replace(b'<c r="B1" t="n"><v>1</v>', b'<c r="B1" t="e"><v>#REF!</v>')}
    )
    assert values(read_xlsx(broken))[0][1].refusal().args == ("The cell shows the error %(error)s.",)
    assert str(values(read_xlsx(broken))[0][1].refusal()) == "The cell shows the error #REF!."


@pytest.mark.parametrize("font", [".VnTime", ".VnTimeH", "VNI-Times"])
def test_old_encodings_are_recognised_by_their_font(font):
    read = values(read_xlsx(with_font(font, ["Tên", "Mã", "Điểm"], ["§¬n vÞ", "cum-1", 9])))
    assert str(read[1][0].refusal()) == (
        f"The text is in the old font {font} (TCVN3 or VNI). Convert it to Unicode and try again."
    )
    assert trimmed(read[1][1:]) == ["cum-1", 9]


def test_unicode_text_in_any_other_font_is_read():
    assert rows(read_xlsx(with_font("Times New Roman", ["Tên"], ["Đơn vị"]))) == [(1, "Tên"), (2, "Đơn vị")]


# --- Files that are refused --------------------------------------------------------------------------

DAMAGED = "The file is damaged or is not an Excel workbook (.xlsx)."
MACROS = "The file holds macros. Save it as .xlsx without them and try again."
PASSWORD = "The file has a password. Remove it in Excel and try again."
BOMB = "The file unpacks to far more than a table needs; it was not opened."


def test_nothing_and_nonsense_are_refused():
    assert refused(read_xlsx, b"") == "The file is empty."
    assert refused(read_xlsx, b"PK\x03\x04 no zip") == DAMAGED
    assert refused(read_xlsx, b"just text") == DAMAGED
    assert refused(read_xlsx, repacked(xlsx(["a"]), {SHEET: lambda xml: xml[: len(xml) // 2]})) == DAMAGED
    assert refused(read_csv, b"") == "The file is empty."


def test_a_zip_that_is_no_workbook_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("a.txt", "x")
    assert refused(read_xlsx, stream.getvalue()) == DAMAGED


def test_macros_are_refused():
    data = xlsx(["a"])
    assert refused(read_xlsx, repacked(data, add={"xl/vbaProject.bin": b"x"})) == MACROS
    kind = {
        "[Content_Types].xml": lambda xml: xml.replace(
            b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"
        )
    }
    assert refused(read_xlsx, repacked(data, kind)) == MACROS


def test_passwords_and_old_files_are_refused():
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    assert refused(read_xlsx, old) == "This is an old Excel file (.xls). Save it as .xlsx and try again."
    assert refused(read_xlsx, old + "EncryptedPackage".encode("utf-16-le")) == PASSWORD


def test_a_bomb_is_refused_from_the_zip_s_directory_alone():
    bomb = repacked(xlsx(["a"]), add={"xl/worksheets/sheet2.xml": b"0" * (archive.MAX_UNPACKED + 1)})
    assert len(bomb) < 200_000
    assert refused(read_xlsx, bomb) == BOMB


def test_a_directory_that_lies_about_sizes_opens_no_bomb():
    honest = repacked(xlsx(["a"]), add={"xl/sharedStrings2.xml": b"0" * 30_000_000})
    told, lie = (30_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert refused(read_xlsx, honest.replace(told, lie)) == DAMAGED


def test_entities_that_grow_are_refused():
    laughs = b'<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    grown = repacked(xlsx(["a"]), {SHEET: lambda xml: laughs + xml})
    assert refused(read_xlsx, grown) == DAMAGED


def test_one_cell_in_the_last_row_and_column_costs_nothing():
    far = repacked(
        xlsx(["Mã"]),
        {
            SHEET: lambda xml: xml.replace(
                b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            )
        },
    )
    assert rows(read_xlsx(far)) == [(1, "Mã")]


def test_a_million_empty_rows_are_refused():
    empty = repacked(
        xlsx(["Mã"]), {SHEET: lambda xml: xml.replace(b"</sheetData>", b"<row/>" * 100_001 + b"</sheetData>")}
    )
    assert refused(read_xlsx, empty) == BOMB


def test_a_row_number_without_end_is_not_followed():
    far = repacked(
        xlsx(["Mã"]),
        {
            SHEET: lambda xml: xml.replace(
                b"</sheetData>", b'<row r="999999999999"><c><v>1</v></c></row></sheetData>'
            )
        },
    )
    assert rows(read_xlsx(far)) == [(1, "Mã")]


def test_too_many_rows_columns_and_bytes_are_refused(monkeypatch):
    wide = xlsx(["x"] * 61)
    assert refused(read_xlsx, wide) == "Row 1 has more than 60 columns."
    assert refused(read_csv, comma(["x"] * 61)) == "Row 1 has more than 60 columns."
    long = comma(["x", "y"], *[["a", "b"]] * (grid.MAX_ROWS + grid.MAX_OTHER_ROWS))
    assert refused(read_csv, long) == "The file has more than 20.000 rows. Split it."
    monkeypatch.setattr(grid, "MAX_BYTES", 1024 * 1024)
    assert refused(read_csv, b"x" * (1024 * 1024 + 1)) == "The file is larger than 1 MB. Split it."


def test_a_workbook_with_too_many_rows_is_refused():
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(grid.MAX_ROWS + grid.MAX_OTHER_ROWS + 1):
        sheet.append([number])
    assert refused(read_xlsx, saved(book)) == "The file has more than 20.000 rows. Split it."


def test_other_encodings_are_refused_not_guessed():
    message = (
        "The file is not in UTF-8, so its Vietnamese letters cannot be read for sure. "
        "In Excel choose “CSV UTF-8”, or send the .xlsx file."
    )
    assert refused(read_csv, "Đơn vị,Điểm\n".encode("cp1258", "replace")) != ""
    assert refused(read_csv, "§¬n vÞ,x\n".encode("latin-1")) == message
    assert refused(read_csv, "Đơn vị".encode("utf-16")) == message
    assert refused(read_csv, b"a\x00b,c\n") == "The file is not a text table (.csv)."
    assert refused(read_csv, xlsx(["a"])) == (
        "This is an Excel workbook named .csv. Name it .xlsx and try again."
    )


def test_a_broken_quotation_is_refused_with_its_row():
    assert refused(read_csv, b'a,b\n"c" d,e\n') == (
        "Row 2 is not written as csv: a quotation mark is missing or misplaced."
    )


# --- Headings ----------------------------------------------------------------------------------------

TITLES = (
    Title("code", "Mã đơn vị", ("mã",), required=True),
    Title("points", "Điểm", ("số điểm",), required=True),
    Title("note", "Ghi chú"),
)


def header(data):
    return find_header(read_xlsx(data).sheets[0], TITLES)


def test_headings_are_found_below_titles_and_above_numbered_columns():
    found = header(
        official(["TT", "Số điểm (làm tròn)", "MÃ ĐƠN VỊ:"], ["(1)", "(2)", "(3)"], [1, 9.5, "cum-1"])
    )
    assert (found.row.number, found.places, found.unknown) == (6, {"points": 1, "code": 2}, ("TT",))
    assert [row.number for row in found.rows] == [8]
    assert found.heading("points") == "Số điểm (làm tròn)"


def test_english_names_are_known_too():
    assert header(xlsx(["code", "Points", "NOTE"], ["a", 1])).places == {"code": 0, "points": 1, "note": 2}


def test_a_missing_column_is_named():
    assert refused(header, xlsx(["Mã", "Ghi chú"], ["a", 1])) == "The table lacks the columns: Điểm."


def test_a_sheet_without_headings_names_what_it_needs():
    assert refused(header, xlsx(["a", "b"], ["c", "d"])) == (
        "No row of headings was found. The table needs the columns: Mã đơn vị, Điểm."
    )


def test_a_column_that_stands_twice_is_refused():
    assert refused(header, xlsx(["Mã", "Điểm", "Số điểm"], ["a", 1, 2])) == (
        "The column “Điểm” stands in the table twice."
    )
