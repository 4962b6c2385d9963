"""The names that PDF has for drawing, and so what is copied of one: ISO 32000-2."""

from collections.abc import Mapping
from types import MappingProxyType


def names(text: str) -> frozenset[str]:
    """Return the words of *text* as PDF writes names."""
    return frozenset(f"/{each}" for each in text.split())


PAGE = names("Resources MediaBox CropBox BleedBox TrimBox ArtBox Rotate UserUnit Group Contents")
ANNOTATION = names(
    "Type Subtype Rect AP AS F Border BS C CA ca QuadPoints InkList L Vertices IC BE LE RD DA Q OC "
    "Name"
)
# These attach something, run something, or are notes whose text is not on the page.
UNDRAWN = names("Popup FileAttachment Sound Movie Screen RichMedia 3D Projection TrapNet")
LAYERS = names("OCGs D BaseState ON OFF")
MARKED: Mapping[str, frozenset[str]] = MappingProxyType(
    {"/OCG": names("Type Name Intent"), "/OCMD": names("Type OCGs P VE")}
)
# Dictionaries whose keys are names of somebody's choice.
NAMED = names(
    "XObject Font ExtGState Pattern Shading ColorSpace Properties CharProcs Colorants N R D"
)
DRAWING = names(
    "Type Subtype S Filter DecodeParms ExtGState ColorSpace Pattern Shading XObject Font ProcSet "
    "Properties Resources OC "
    # filters
    "Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign Rows "
    "EndOfBlock BlackIs1 DamagedRowsBeforeError JBIG2Globals ColorTransform "
    # pictures, forms, groups
    "Width Height Intent ImageMask Mask Decode Interpolate SMask SMaskInData Matte FormType BBox "
    "Matrix Group CS I G BC "
    # patterns, shadings, functions
    "PatternType PaintType TilingType XStep YStep ShadingType Background AntiAlias Function Domain "
    "Coords Extend BitsPerCoordinate BitsPerFlag VerticesPerRow FunctionType Range Size "
    "BitsPerSample Order Encode C0 C1 N Functions Bounds "
    # graphics states and halftones
    "LW LC LJ ML D RI OP op OPM BG BG2 UCR UCR2 TR TR2 HT FL SM SA BM CA ca AIS TK UseBlackPtComp "
    "HalftoneType Frequency Angle SpotFunction AccurateScreens TransferFunction Xsquare Ysquare "
    "Default "
    # colours
    "WhitePoint BlackPoint Gamma Alternate Colorants Process Components MixingHints Solidities "
    "PrintingOrder DotGain "
    # fonts
    "BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode FontBBox FontMatrix "
    "CharProcs DescendantFonts CIDSystemInfo Registry Ordering Supplement DW W DW2 W2 CIDToGIDMap "
    "BaseEncoding Differences FontName FontFamily FontStretch FontWeight Flags ItalicAngle Ascent "
    "Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile "
    "FontFile2 FontFile3 CharSet CIDSet Style FD Panose Length1 Length2 Length3 CMapName WMode "
    "UseCMap "
    # borders and looks of notes
    "R"
)
FILTERS = names(
    "FlateDecode LZWDecode ASCIIHexDecode ASCII85Decode RunLengthDecode CCITTFaxDecode JBIG2Decode "
    "DCTDecode JPXDecode"
)
